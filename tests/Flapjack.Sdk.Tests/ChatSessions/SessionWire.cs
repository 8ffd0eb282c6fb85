using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>Stands in for the network: a test takes the requests one by one and answers each with literal bytes.</summary>
internal sealed class SessionWire : HttpMessageHandler
{
    public const string MakeThread = "POST /api/threads";

    public const string PostMessage = "POST /api/threads/t1/messages";

    public const string PostStop = "POST /api/threads/t1/stop";

    public const string ListPlans = "GET /api/plans?threadId=t1";

    private readonly ConcurrentDictionary<string, Channel<SessionCall>> _calls = new();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All requests until now.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The next request of this method and path that no test has taken.</summary>
    public Task<SessionCall> Next(string line) => CallsOf(line).Reader.ReadAsync().Soon();

    public static string Frame(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    public static string Meta => Frame("meta", """{"startedAt":"2026-03-28T12:00:01Z"}""");

    public static string Token(string delta) => Frame("token", $$"""{"delta":"{{delta}}"}""");

    public static string Done(string content) => Frame("done", $$"""{"ok":true,"messageId":"msg-001","content":"{{content}}"}""");

    /// <summary>The last event of a turn that was stopped: it has no id of a message.</summary>
    public static string Stopped(string content) => Frame("done", $$"""{"ok":true,"content":"{{content}}"}""");

    public static string ToolResult(string tool) => Frame("tool_result", $$$"""{"tool_name":"{{{tool}}}","tool_call_id":"call-1","result":{"ok":true}}""");

    public static string RequiresAction => Frame("requires_action", """{"toolCalls":[{"id":"c1","name":"lookup_order","arguments":"{\"orderId\":\"123\"}"}]}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new SessionCall($"{request.Method} {request.RequestUri!.PathAndQuery}", body);
        _lines.Enqueue(call.Line);
        CallsOf(call.Line).Writer.TryWrite(call);
        return await call.Answer.WaitAsync(cancellationToken);
    }

    private Channel<SessionCall> CallsOf(string line) => _calls.GetOrAdd(line, _ => Channel.CreateUnbounded<SessionCall>());
}
