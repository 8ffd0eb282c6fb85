using System.Text;
using System.Text.Json;
using Flapjack.Sdk.Tests.Streaming.Resumed;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Chat;

/// <summary>The samples of seed 004, written in C#, against literal frames of all twelve events and of one that is unknown.</summary>
public sealed class ChatSampleTests : ChatTest
{
    // Everything but the last event.
    private const string Turn = """
        event: meta
        data: {"startedAt":"2026-03-28T12:00:01Z"}

        event: token
        data: {"delta":"ü 日本 🥞"}

        event: tool_call
        data: {"tool":{"id":"call_1","name":"web_search","arguments":"{\"q\":\"x\"}"}}

        event: tool_executing
        data: {"tool_name":"web_search"}

        event: tool_result
        data: {"tool_name":"web_search","tool_call_id":"call_1","result":{"hits":3}}

        event: custom
        data: {"kind":"progress","payload":40}

        event: client_event
        data: {"kind":"open_panel","payload":"plan"}

        event: auth_challenge
        data: {"toolName":"mail","challenge":{"provider":"google","redirectUrl":"https://accounts.example/o"}}

        event: profile_switch_proposal
        data: {"target":"research","reason":"It needs the web."}

        event: brand_new
        data: {"todo":[1]}


        """;

    private const string Done = """
        event: done
        data: {"ok":true,"messageId":"msg-001","content":"I can help you with...","usage":{"input_tokens":12}}


        """;

    private const string Error = """
        event: error
        data: {"code":"MODEL_FAILED","detail":"Overloaded"}


        """;

    private const string RequiresAction = """
        event: requires_action
        data: {"toolCalls":[{"id":"c1","name":"lookup_order","arguments":"{\"orderId\":\"123\"}"}]}


        """;

    [Theory]
    [InlineData(Done, "\nFinal: I can help you with...|")]
    [InlineData(Error, "Error: MODEL_FAILED Overloaded|")]
    [InlineData(RequiresAction, "Client tools requested: lookup_order|")]
    public async Task The_switch_over_all_events_reads_each_of_them(string last, string printed)
    {
        var output = new StringBuilder();
        var reading = Read();
        await (await Next(ChatWire.Post)).Cuts(Turn + last, ChatWire.Nothing);
        await reading.Soon();

        output.ToString().Should().Be(
            "Stream started at: 2026-03-28|ü 日本 🥞Tool called: web_search|Executing: web_search|Tool result: web_search {\"hits\":3}|progress 40|open_panel plan|"
            + "Sign in: https://accounts.example/o|Switch to research: It needs the web.|brand_new {\"todo\":[1]}|" + printed);

        async Task Read()
        {
            await foreach (var item in Client.SendMessageAsync("t1", "Hello!"))
            {
                output.Append(item switch
                {
                    ChatMetaEvent meta => $"Stream started at: {meta.StartedAt:yyyy-MM-dd}|",
                    ChatTokenEvent token => token.Delta,
                    ChatToolCallEvent called => $"Tool called: {called.Tool?.Name}|",
                    ChatToolExecutingEvent executing => $"Executing: {executing.ToolName}|",
                    ChatToolResultEvent ended => $"Tool result: {ended.ToolName} {ended.Result}|",
                    ChatRequiresActionEvent asked => $"Client tools requested: {string.Join(", ", asked.ToolCalls.Select(call => call.Name))}|",
                    ChatCustomEvent custom => $"{custom.Kind} {custom.Payload}|",
                    ChatClientEvent told => $"{told.Kind} {told.Payload}|",
                    ChatAuthChallengeEvent challenge => $"Sign in: {challenge.Challenge?.RedirectUrl}|",
                    ChatProfileSwitchProposalEvent proposal => $"Switch to {proposal.Target}: {proposal.Reason}|",
                    ChatDoneEvent done => $"\nFinal: {done.Content}|",
                    ChatErrorEvent error => $"Error: {error.Code} {error.Detail}|",
                    UnknownChatEvent unknown => $"{unknown.Type} {unknown.Data}|",
                    _ => throw new InvalidOperationException(item.Type),
                });
            }
        }
    }

    [Theory]
    [InlineData(Done)]
    [InlineData(Error)]
    [InlineData(RequiresAction)]
    public async Task Each_event_is_whole_wherever_the_bytes_of_the_stream_are_split(string last)
    {
        var bytes = Encoding.UTF8.GetBytes((Turn + last).Replace("\n", "\r\n", StringComparison.Ordinal));
        var whole = await Read(bytes, bytes.Length);

        whole.Should().HaveCount(11);
        for (var split = 1; split < bytes.Length; split++)
        {
            (await Read(bytes, split)).Should().Equal(whole, "the bytes were split at {0}", split);
        }
    }

    [Fact]
    public async Task An_order_is_looked_up_as_in_the_sample()
    {
        var printed = new StringBuilder();
        var reading = Read();
        await (await Next(ChatWire.Post)).Cuts(RequiresAction, ChatWire.Nothing);
        var results = await Next(ChatWire.Post);
        await results.Cuts(ChatWire.Plain("token", """{"delta":"It is shipped."}""") + Done, ChatWire.Nothing);
        await reading.Soon();

        printed.ToString().Should().Be("It is shipped.");
        ResultsIn(results).Should().Equal(("c1", "\"{\\u0022id\\u0022:\\u0022123\\u0022,\\u0022status\\u0022:\\u0022shipped\\u0022}\""));

        async Task Read()
        {
            ChatTool[] tools =
            [
                new()
                {
                    Name = "lookup_order",
                    Description = "Look up an order by ID",
                    Parameters = JsonElement.Parse("""{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"]}"""),
                },
            ];
            var options = new SendMessageOptions
            {
                Tools = tools,
                OnToolCall = async (call, token) =>
                {
                    await Task.Yield();
                    return $$"""{"id":{{JsonElement.Parse(call.Arguments!).GetProperty("orderId").GetRawText()}},"status":"shipped"}""";
                },
            };
            await foreach (var item in Client.SendMessageAsync("t1", "Check order #123", options))
            {
                printed.Append((item as ChatTokenEvent)?.Delta);
            }
        }
    }

    /// <summary>Reads a stream whose first read gives that many bytes.</summary>
    private static async Task<List<string>> Read(byte[] bytes, int split)
    {
        using var body = new SplitStream(bytes, split);
        using var http = new HttpClient(StubHandler.Events(body));
        using var client = TestClient.Over(http, new("http://flapjack.test"));
        return [.. (await client.SendMessageAsync("t1", "Hello!").All()).Select(item => JsonSerializer.Serialize(item))];
    }

    private sealed class SplitStream(byte[] bytes, int split) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(Position == 0 && buffer.Length > split ? buffer[..split] : buffer, cancellationToken);
    }
}
