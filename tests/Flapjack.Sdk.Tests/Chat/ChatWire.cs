namespace Flapjack.Sdk.Tests.Chat;

/// <summary>The literal bytes of a server that knows the additions to the wire of a chat, and of one that does not.</summary>
internal static class ChatWire
{
    public const string Announced = "Flapjack-Extensions: idempotent-messages, resume-messages\r\n";

    public const string Nothing = "";

    public const string Post = "POST /api/threads/t1/messages";

    public const string Probe = "GET /api/threads/t1/participants";

    public const string ReadOn = "GET /api/threads/t1/messages/turn_1/events";

    public const string Stop = "DELETE /api/threads/t1/messages/turn_1";

    public const string Meta = "id: turn_1:1\nevent: meta\ndata: {\"startedAt\":\"2026-03-28T12:00:01Z\",\"turnId\":\"turn_1\"}\n\n";

    public const string Text = "I can help you.";

    public const string AskOne = """{"toolCalls":[{"id":"c1","name":"lookup_order","arguments":"{\"orderId\":\"123\"}"}]}""";

    /// <summary>A whole turn of eight events with ids.</summary>
    public static readonly string[] Frames =
    [
        Meta,
        Token(2, "I can "),
        Frame(3, "tool_call", """{"tool":{"id":"s1","name":"web_search","arguments":"{}"}}"""),
        Frame(4, "tool_executing", """{"tool_name":"web_search"}"""),
        Frame(5, "tool_result", """{"tool_name":"web_search","tool_call_id":"s1","result":"found"}"""),
        Token(6, "help "),
        Token(7, "you."),
        Done(8, Text),
    ];

    public static readonly string All = string.Concat(Frames);

    public static string Token(int number, string delta) => Frame(number, "token", $$"""{"delta":"{{delta}}"}""");

    public static string Done(int number, string content) => Frame(number, "done", $$"""{"ok":true,"messageId":"msg-001","content":"{{content}}"}""");

    public static string Frame(int number, string name, string data) => $"id: turn_1:{number}\nevent: {name}\ndata: {data}\n\n";

    /// <summary>A frame of a server without additions.</summary>
    public static string Plain(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    /// <summary>The whole turn as a server without additions sends it.</summary>
    public static string[] PlainFrames() => [.. Frames.Select(frame => frame[(frame.IndexOf('\n', StringComparison.Ordinal) + 1)..].Replace(",\"turnId\":\"turn_1\"", "", StringComparison.Ordinal))];

    /// <summary>The frames behind an id, as a server that resumes sends them.</summary>
    public static string After(string? lastEventId) => string.Concat(Frames[int.Parse(lastEventId?.Split(':')[1] ?? "0")..]);

    public static string Asks(params (string Id, string Name, string Arguments)[] calls) =>
        Plain("requires_action", $$"""{"toolCalls":[{{string.Join(',', calls.Select(call => $$"""{"id":"{{call.Id}}","name":"{{call.Name}}","arguments":"{{call.Arguments}}"}"""))}}]}""");
}
