using System.Globalization;
using Flapjack.Sdk.Http;
using Flapjack.Sdk.Streaming;

namespace Flapjack.Sdk;

/// <summary>The events of one command, however their stream was opened.</summary>
internal abstract class ExecEvents(FlapjackHttp http, string agentId) : EventSource<ComputerExecEvent>
{
    private const int ShortestDetachSeconds = 30;

    private ExecOutputVerifier? _verifier;
    private bool _started;

    protected FlapjackHttp Http => http;

    protected string AgentId => agentId;

    /// <summary>The path of all commands of the agent's computer.</summary>
    protected WirePath Path { get; } = $"/api/agents/{agentId}/computer/exec";

    public override string Name => "exec";

    public override ApiRequest Probe => ComputerRequests.Probe(agentId);

    protected string? KnownId { get; set; }

    public override string? ExecId => KnownId;

    protected WirePath PathOfRun => $"{Path}/{KnownId!}";

    /// <summary>How long the command is to wait for this client to come back, in seconds; null for a client that would not.</summary>
    protected int? DetachSeconds => http.Settings.MaxRetries == 0 ? null
        : Math.Max(ShortestDetachSeconds, (int)Math.Ceiling(StreamRecovery<ComputerExecEvent>.LongestAbsence(http.Settings).TotalSeconds));

    /// <summary>Tells the server how long the command may go on without a reader; no header for not at all.</summary>
    protected static IReadOnlyList<KeyValuePair<string, string>> DetachHeader(int? seconds) =>
        seconds is { } count ? [new("Flapjack-Detach-Seconds", count.ToString(CultureInfo.InvariantCulture))] : [];

    protected ApiRequest Reopening(string? lastEventId, RetryRule retry) => new(HttpMethod.Get, PathOfRun, retry)
    {
        Errors = ComputerErrors.Table,
        LastEventId = lastEventId,
        WantsEvents = true,
    };

    public override bool EndsStream(ComputerExecEvent item) => item is ExecExitEvent or ExecErrorEvent;

    public override void Number(ComputerExecEvent item, string id) => item.SetEventId(id);

    public override ComputerExecEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ExecEventJson.Read(type, data);

    public override string? Gap(ComputerExecEvent item) =>
        item is ExecErrorEvent { Code: "RESUME_GAP" } gap ? $"it was read too slowly{(gap.Detail is null ? "" : $": {gap.Detail}")}" : null;

    public override void Observe(ComputerExecEvent item)
    {
        switch (item)
        {
            case ExecStartedEvent started when !_started:
                // Only the first: a second one must not move the stream to another command, nor begin the count anew.
                _started = true;
                // An id that is blank names no command, and no path could hold it.
                KnownId ??= string.IsNullOrWhiteSpace(started.ExecId) ? null : started.ExecId;
                _verifier = http.Announces("exact-output") ? new() : null;
                break;
            case ExecOutputEvent output:
                _verifier?.Add(output);
                break;
            case ExecOutputDroppedEvent:
                StopVerifying();
                break;
            case ExecExitEvent { Truncated: false } exit:
                _verifier?.Check(exit, agentId, http.Settings.Redaction);
                break;
        }
    }

    public override void Dispose() => StopVerifying();

    private void StopVerifying()
    {
        _verifier?.Dispose();
        _verifier = null;
    }
}
