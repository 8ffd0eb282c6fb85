using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>Reads and checks the headers of a call.</summary>
internal static class ConnectHeaders
{
    public const string ContentEncoding = "Connect-Content-Encoding";
    public const string AcceptEncoding = "Connect-Accept-Encoding";

    /// <summary>The only compression that is read.</summary>
    public const string Gzip = "gzip";

    private const string Version = "Connect-Protocol-Version";
    private const string Timeout = "Connect-Timeout-Ms";
    private const string KeepaliveInterval = "Keepalive-Ping-Interval";
    private const int LongestTimeout = 10;

    // A timer of .NET takes about 49 days.
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(30);

    private static readonly TimeSpan UsualKeepalive = TimeSpan.FromSeconds(90);

    /// <exception cref="ConnectRefusal">The call speaks another version of the protocol.</exception>
    public static void CheckVersion(HttpRequest request)
    {
        var version = request.Headers[Version].ToString();
        if (version is not ("" or "1"))
        {
            throw new ConnectRefusal(ConnectCodes.InvalidArgument, $"{Version} is '{version}'; this backend speaks version 1.");
        }
    }

    /// <summary>How long the call may take; null for no limit. More than 30 days counts as 30 days.</summary>
    /// <exception cref="ConnectRefusal">The header is no number of at most ten digits.</exception>
    public static TimeSpan? TimeoutOf(HttpRequest request)
    {
        var text = request.Headers[Timeout].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Length > LongestTimeout || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            throw new ConnectRefusal(ConnectCodes.InvalidArgument, $"{Timeout} must be a whole number of milliseconds of at most {LongestTimeout} digits, and is '{text}'.");
        }

        var time = TimeSpan.FromMilliseconds(milliseconds);
        return milliseconds == 0 ? null : time < MostTime ? time : MostTime;
    }

    /// <summary>After how long a silence a stream shows that it is alive. The header gives seconds; whatever is no number above zero counts as 90.</summary>
    public static TimeSpan KeepaliveOf(HttpRequest request) =>
        int.TryParse(request.Headers[KeepaliveInterval], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, MostTime.TotalSeconds))
            : UsualKeepalive;

    /// <summary>The compression of a body; null for none.</summary>
    /// <exception cref="ConnectRefusal">The body is compressed in a way that is not read here.</exception>
    public static string? EncodingOf(HttpRequest request, string header)
    {
        var encoding = request.Headers[header].ToString();
        return encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? null
            : encoding.Equals(Gzip, StringComparison.OrdinalIgnoreCase) ? Gzip
            : throw new ConnectRefusal(ConnectCodes.Unimplemented, $"The body is compressed as '{encoding}'; this backend reads {Gzip}, and bodies that are not compressed.");
    }
}
