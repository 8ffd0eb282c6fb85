using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>Our additions to the wire of processes. Every answer announces them, so that a client knows them before it relies on one.</summary>
/// <param name="KeptOutputBytes">How much of each process's output is kept for later readers; 0 for no replay.</param>
/// <param name="SignalsTrees">Whether a signal can be sent to a process and all that it has started.</param>
internal sealed record Additions(int KeptOutputBytes, bool SignalsTrees)
{
    private const string Announcement = "AgentComputer-Extensions";
    private const string Replay = "AgentComputer-Replay";
    private const string ReplayMissing = "AgentComputer-Replay-Missing";
    private const string SignalTree = "AgentComputer-Signal-Tree";
    private const string Wanted = "1";

    /// <summary>The headers of every answer; none if there are no additions.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get
        {
            string[] names = [.. KeptOutputBytes > 0 ? ["replay"] : (string[])[], .. SignalsTrees ? ["signal-tree"] : (string[])[]];
            return names.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [Announcement] = string.Join(", ", names) };
        }
    }

    /// <summary>The additions that this system allows. Only Linux tells what a process has started.</summary>
    /// <param name="areOffered">Whether there are any.</param>
    /// <param name="keptOutputBytes">How much of each process's output is to be kept.</param>
    public static Additions Of(bool areOffered, int keptOutputBytes) => areOffered ? new(keptOutputBytes, OperatingSystem.IsLinux()) : new(0, SignalsTrees: false);

    /// <summary>Tells a reader how many bytes the process had written before the first byte that it gets.</summary>
    public static void TellMissing(HttpResponse response, long bytes) =>
        response.Headers[ReplayMissing] = bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a reader wants the output that is kept.</summary>
    /// <exception cref="ConnectRefusal">The header has another value than 1.</exception>
    public bool WantsReplay(HttpRequest request) => KeptOutputBytes > 0 && Wants(request, Replay);

    /// <summary>Whether a signal is meant for all that the process has started, too.</summary>
    /// <exception cref="ConnectRefusal">The header has another value than 1.</exception>
    public bool MeansTree(HttpRequest request) => SignalsTrees && Wants(request, SignalTree);

    private static bool Wants(HttpRequest request, string header) => request.Headers[header].ToString() switch
    {
        "" => false,
        Wanted => true,
        var other => throw new ConnectRefusal(ConnectCodes.InvalidArgument, $"{header} must be {Wanted} or missing, and is '{other}'."),
    };
}
