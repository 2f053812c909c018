package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"syscall"
)

// errPrivate says that a public host's name led into a private network.
var errPrivate = errors.New("a public host must not lead into a private network")

// A guard watches where connections go. The first one decides: if the hub is on
// a public address, no later connection may go to this machine or a private
// network, whatever the name server says by then.
type guard struct {
	mutex   sync.Mutex
	decided bool
	public  bool
}

// control is for net.Dialer.
func (g *guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	public := isPublic(at.Addr().Unmap())
	if !g.decided {
		g.decided, g.public = true, public
	}
	if g.public && !public {
		return fmt.Errorf("%w: %s", errPrivate, at.Addr())
	}
	return nil
}

// carrierNAT is shared address space (RFC 6598).
var carrierNAT = netip.MustParsePrefix("100.64.0.0/10")

func isPublic(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !carrierNAT.Contains(a)
}
