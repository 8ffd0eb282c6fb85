using System.Net;

namespace Shared.Hosting.Transport;

/// <summary>Where Kestrel listens for connections from within this process.</summary>
/// <param name="host">The host name, in the top level domain <c>invalid</c>. That domain never resolves (RFC 6761), so a request that misses the in-memory handler goes nowhere.</param>
internal sealed class InMemoryEndPoint(string host) : EndPoint
{
    public override string ToString() => host;
}
