using System.Net;

namespace Shared.Wire.Http;

/// <summary>Tells which addresses lead to this machine.</summary>
internal static class Loopback
{
    /// <summary>Whether the address can only mean this machine: 127.0.0.0/8, ::1, localhost and the names below it.</summary>
    public static bool Is(Uri address) =>
        address.IsLoopback
        // A dot at the end says that the name is complete.
        || $".{address.IdnHost.TrimEnd('.')}".EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip));
}
