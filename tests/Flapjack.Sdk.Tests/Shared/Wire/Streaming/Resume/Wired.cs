namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>The literal bytes of a server that knows the additions to the wire, and of one that does not.</summary>
internal static class Wired
{
    public const string Announced = "Flapjack-Extensions: idempotent-exec, resume, detach, stop, exact-output\r\n";

    public const string Nothing = "";

    public const string Post = "POST /api/agents/a1/computer/exec";

    public const string Resume = "GET /api/agents/a1/computer/exec/exec_1";

    public const string Status = "GET /api/agents/a1/computer/status";

    public const string Stop = "DELETE /api/agents/a1/computer/exec/exec_1";

    public const string Started = "id: 1\nevent: exec_started\ndata: {\"execId\":\"exec_1\",\"sandboxId\":\"heyo-abc\"}\n\n";

    /// <summary>A whole command: ids 1 to 5, output "one,two,three,".</summary>
    public static readonly string[] Frames = [Started, Stdout(2, "one,"), Stdout(3, "two,"), Stdout(4, "three,"), Exit(5)];

    public static readonly string All = string.Concat(Frames);

    public static string Stdout(int id, string chunk) => $"id: {id}\nevent: stdout\ndata: {{\"chunk\":\"{chunk}\"}}\n\n";

    public static string Exit(int id) => Exit(id, """{"ok":true,"exitCode":0,"durationMs":7,"truncated":false}""");

    public static string Exit(int id, string data) => $"id: {id}\nevent: exit\ndata: {data}\n\n";

    public static string Head(string headers) => $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n";

    /// <summary>The frames behind an id, as a server that resumes sends them.</summary>
    public static string After(string? lastEventId) => string.Concat(Frames[int.Parse(lastEventId ?? "0")..]);

    public static string Output(IEnumerable<ComputerExecEvent> events) => string.Concat(events.OfType<ExecStdoutEvent>().Select(e => e.Chunk));
}
