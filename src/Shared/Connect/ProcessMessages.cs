using Shared.Connect.Messages;

namespace Shared.Connect;

/// <summary>The messages of the service <c>process.Process</c>, in both codecs.</summary>
internal static class ProcessMessages
{
    private static readonly Dictionary<string, int> Signals = new()
    {
        ["SIGNAL_UNSPECIFIED"] = (int)Signal.Unspecified,
        ["SIGNAL_SIGKILL"] = (int)Signal.Sigkill,
        ["SIGNAL_SIGTERM"] = (int)Signal.Sigterm,
    };

    private static readonly MessageJson<PTY.Types.Size> Size = new(
        Fields.Number<PTY.Types.Size>("cols", m => Given(m.Cols), (m, value) => m.Cols = value),
        Fields.Number<PTY.Types.Size>("rows", m => Given(m.Rows), (m, value) => m.Rows = value));

    private static readonly MessageJson<PTY> Pty = new(
        Fields.Message<PTY, PTY.Types.Size>("size", Size, m => m.Size, (m, value) => m.Size = value));

    private static readonly MessageJson<ProcessConfig> Config = new(
        Fields.Text<ProcessConfig>("cmd", m => Given(m.Cmd), (m, value) => m.Cmd = value),
        Fields.Texts<ProcessConfig>("args", m => m.Args),
        Fields.TextMap<ProcessConfig>("envs", m => m.Envs),
        Fields.Text<ProcessConfig>("cwd", m => m.HasCwd ? m.Cwd : null, (m, value) => m.Cwd = value));

    private static readonly MessageJson<ProcessSelector> Selector = new(
        Fields.Number<ProcessSelector>("pid", m => m.HasPid ? m.Pid : null, (m, value) => m.Pid = value),
        Fields.Text<ProcessSelector>("tag", m => m.HasTag ? m.Tag : null, (m, value) => m.Tag = value));

    private static readonly MessageJson<ProcessInput> Input = new(
        Fields.Bytes<ProcessInput>("stdin", m => m.HasStdin ? m.Stdin : null, (m, value) => m.Stdin = value),
        Fields.Bytes<ProcessInput>("pty", m => m.HasPty ? m.Pty : null, (m, value) => m.Pty = value));

    private static readonly MessageJson<ProcessInfo> Info = new(
        Fields.Message<ProcessInfo, ProcessConfig>("config", Config, m => m.Config, (m, value) => m.Config = value),
        Fields.Number<ProcessInfo>("pid", m => Given(m.Pid), (m, value) => m.Pid = value),
        Fields.Text<ProcessInfo>("tag", m => m.HasTag ? m.Tag : null, (m, value) => m.Tag = value));

    private static readonly MessageJson<ProcessEvent.Types.StartEvent> Started = new(
        Fields.Number<ProcessEvent.Types.StartEvent>("pid", m => Given(m.Pid), (m, value) => m.Pid = value));

    private static readonly MessageJson<ProcessEvent.Types.DataEvent> Data = new(
        Fields.Bytes<ProcessEvent.Types.DataEvent>("stdout", m => m.HasStdout ? m.Stdout : null, (m, value) => m.Stdout = value),
        Fields.Bytes<ProcessEvent.Types.DataEvent>("stderr", m => m.HasStderr ? m.Stderr : null, (m, value) => m.Stderr = value),
        Fields.Bytes<ProcessEvent.Types.DataEvent>("pty", m => m.HasPty ? m.Pty : null, (m, value) => m.Pty = value));

    private static readonly MessageJson<ProcessEvent.Types.EndEvent> Ended = new(
        Fields.SignedNumber<ProcessEvent.Types.EndEvent>("exitCode", m => Given(m.ExitCode), (m, value) => m.ExitCode = value),
        Fields.Flag<ProcessEvent.Types.EndEvent>("exited", m => m.Exited ? true : null, (m, value) => m.Exited = value),
        Fields.Text<ProcessEvent.Types.EndEvent>("status", m => Given(m.Status), (m, value) => m.Status = value),
        Fields.Text<ProcessEvent.Types.EndEvent>("error", m => m.HasError ? m.Error : null, (m, value) => m.Error = value));

    private static readonly MessageJson<ProcessEvent> Event = new(
        Fields.Message<ProcessEvent, ProcessEvent.Types.StartEvent>("start", Started, m => m.Start, (m, value) => m.Start = value),
        Fields.Message<ProcessEvent, ProcessEvent.Types.DataEvent>("data", Data, m => m.Data, (m, value) => m.Data = value),
        Fields.Message<ProcessEvent, ProcessEvent.Types.EndEvent>("end", Ended, m => m.End, (m, value) => m.End = value),
        Fields.Message<ProcessEvent, ProcessEvent.Types.KeepAlive>("keepalive", new(), m => m.Keepalive, (m, value) => m.Keepalive = value));

    private static readonly MessageJson<StreamInputRequest.Types.StartEvent> InputStarted = new(
        Fields.Message<StreamInputRequest.Types.StartEvent, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value));

    private static readonly MessageJson<StreamInputRequest.Types.DataEvent> InputData = new(
        Fields.Message<StreamInputRequest.Types.DataEvent, ProcessInput>("input", Input, m => m.Input, (m, value) => m.Input = value));

    public static MessageKind<StartRequest> StartRequest { get; } = new(Messages.StartRequest.Parser, new(
        Fields.Message<StartRequest, ProcessConfig>("process", Config, m => m.Process, (m, value) => m.Process = value),
        Fields.Message<StartRequest, PTY>("pty", Pty, m => m.Pty, (m, value) => m.Pty = value),
        Fields.Text<StartRequest>("tag", m => m.HasTag ? m.Tag : null, (m, value) => m.Tag = value),
        Fields.Flag<StartRequest>("stdin", m => m.HasStdin ? m.Stdin : null, (m, value) => m.Stdin = value)));

    public static MessageKind<StartResponse> StartResponse { get; } = new(Messages.StartResponse.Parser, new(
        Fields.Message<StartResponse, ProcessEvent>("event", Event, m => m.Event, (m, value) => m.Event = value)));

    public static MessageKind<ConnectRequest> ConnectRequest { get; } = new(Messages.ConnectRequest.Parser, new(
        Fields.Message<ConnectRequest, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value)));

    public static MessageKind<ConnectResponse> ConnectResponse { get; } = new(Messages.ConnectResponse.Parser, new(
        Fields.Message<ConnectResponse, ProcessEvent>("event", Event, m => m.Event, (m, value) => m.Event = value)));

    public static MessageKind<ListRequest> ListRequest { get; } = new(Messages.ListRequest.Parser, new());

    public static MessageKind<ListResponse> ListResponse { get; } = new(Messages.ListResponse.Parser, new(
        Fields.Messages<ListResponse, ProcessInfo>("processes", Info, m => m.Processes)));

    public static MessageKind<UpdateRequest> UpdateRequest { get; } = new(Messages.UpdateRequest.Parser, new(
        Fields.Message<UpdateRequest, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value),
        Fields.Message<UpdateRequest, PTY>("pty", Pty, m => m.Pty, (m, value) => m.Pty = value)));

    public static MessageKind<UpdateResponse> UpdateResponse { get; } = new(Messages.UpdateResponse.Parser, new());

    public static MessageKind<SendInputRequest> SendInputRequest { get; } = new(Messages.SendInputRequest.Parser, new(
        Fields.Message<SendInputRequest, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value),
        Fields.Message<SendInputRequest, ProcessInput>("input", Input, m => m.Input, (m, value) => m.Input = value)));

    public static MessageKind<SendInputResponse> SendInputResponse { get; } = new(Messages.SendInputResponse.Parser, new());

    public static MessageKind<StreamInputRequest> StreamInputRequest { get; } = new(Messages.StreamInputRequest.Parser, new(
        Fields.Message<StreamInputRequest, StreamInputRequest.Types.StartEvent>("start", InputStarted, m => m.Start, (m, value) => m.Start = value),
        Fields.Message<StreamInputRequest, StreamInputRequest.Types.DataEvent>("data", InputData, m => m.Data, (m, value) => m.Data = value),
        Fields.Message<StreamInputRequest, StreamInputRequest.Types.KeepAlive>("keepalive", new(), m => m.Keepalive, (m, value) => m.Keepalive = value)));

    public static MessageKind<StreamInputResponse> StreamInputResponse { get; } = new(Messages.StreamInputResponse.Parser, new());

    public static MessageKind<SendSignalRequest> SendSignalRequest { get; } = new(Messages.SendSignalRequest.Parser, new(
        Fields.Message<SendSignalRequest, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value),
        Fields.Enumeration<SendSignalRequest>("signal", Signals, m => m.Signal == Signal.Unspecified ? null : (int)m.Signal, (m, value) => m.Signal = (Signal)value)));

    public static MessageKind<SendSignalResponse> SendSignalResponse { get; } = new(Messages.SendSignalResponse.Parser, new());

    public static MessageKind<CloseStdinRequest> CloseStdinRequest { get; } = new(Messages.CloseStdinRequest.Parser, new(
        Fields.Message<CloseStdinRequest, ProcessSelector>("process", Selector, m => m.Process, (m, value) => m.Process = value)));

    public static MessageKind<CloseStdinResponse> CloseStdinResponse { get; } = new(Messages.CloseStdinResponse.Parser, new());

    /// <summary>What a process wrote, in the events of Start and Connect.</summary>
    public static BytesPath Stdout { get; } = new(("event", 1), ("data", 2), ("stdout", 1));

    /// <inheritdoc cref="Stdout"/>
    public static BytesPath Stderr { get; } = new(("event", 1), ("data", 2), ("stderr", 2));

    /// <inheritdoc cref="Stdout"/>
    public static BytesPath PtyOutput { get; } = new(("event", 1), ("data", 2), ("pty", 3));

    /// <summary>What a process is to read, in the requests of StreamInput.</summary>
    public static BytesPath Stdin { get; } = new(("data", 2), ("input", 2), ("stdin", 1));

    /// <inheritdoc cref="Stdin"/>
    public static BytesPath PtyInput { get; } = new(("data", 2), ("input", 2), ("pty", 2));

    // proto3 does not write a field that has its default.
    private static long? Given(long value) => value == 0 ? null : value;

    private static string? Given(string value) => value.Length == 0 ? null : value;
}
