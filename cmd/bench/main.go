// Command bench measures verbatim on real reports: how long answers take, what
// an index costs, how a server fares under load, and how all that grows.
//
//	go run ./cmd/bench build --data REPORTS --work DIR
//	go run ./cmd/bench ask   --library DIR/all
//	go run ./cmd/bench load  --library DIR/all
//	go run ./cmd/bench grow  DIR/10000 DIR/100000 DIR/all
//	go run ./cmd/bench turns --base OTHER-BUILD --base-library OTHER/all --library DIR/all
//
// README.md next to it says what was found; the folder results has the outputs,
// each with its date and command. The program in the folder peers, which is a
// module of its own, asks other engines the same questions in one run.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root := &cobra.Command{
		Use: "bench", Short: "Measure verbatim on real reports", SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(buildCommand(), collectCommand(), importCommand(), indexCommand(), askCommand(), turnsCommand(), turnCommand(), loadCommand(), growCommand(), quotationsCommand(), soakCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
