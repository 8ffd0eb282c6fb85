using System.Net;

namespace Flapjack.ReferenceBackend.Transport;

/// <summary>Where Kestrel listens for connections from within this process.</summary>
internal sealed class InMemoryEndPoint : EndPoint
{
    // A top level domain that never resolves (RFC 6761): a request that misses the in-memory handler goes nowhere.
    public override string ToString() => "flapjack.invalid";
}
