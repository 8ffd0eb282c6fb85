using System.Text.Json;
using Flapjack.Sdk.Tests.Streaming.Resumed;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Chat;

public sealed class ClientToolTests : ChatTest
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task The_call_of_a_tool_is_answered_and_the_same_enumeration_goes_on()
    {
        ToolCall? called = null;
        var events = Send(new()
        {
            Tools = [new() { Name = "lookup_order" }],
            ModelOverride = "gpt-5.4",
            OnToolCall = async (call, _) =>
            {
                called = call;
                await Task.Yield();
                return """{"status":"shipped"}""";
            },
        });
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("token", """{"delta":"Let me see. "}""") + ChatWire.Plain("requires_action", ChatWire.AskOne), ChatWire.Nothing);
        var second = await Next(ChatWire.Post);
        await second.Cuts(ChatWire.Plain("meta", "{}") + ChatWire.Plain("token", """{"delta":"It is shipped."}""") + PlainDone, ChatWire.Nothing);

        var all = await events;

        all.Select(item => item.Type).Should().Equal("token", "requires_action", "client_tool", "meta", "token", "done");
        called.Should().Be(new ToolCall { Id = "c1", Name = "lookup_order", Arguments = """{"orderId":"123"}""" });
        var ended = (ChatClientToolEvent)all[2];
        (ended.Call, ended.Failure, ended.Result!.Value.GetString()).Should().Be((called!, null, """{"status":"shipped"}"""));
        second.Body.Should().Be(
            """{"tools":[{"name":"lookup_order"}],"toolResults":[{"toolCallId":"c1","result":"{\u0022status\u0022:\u0022shipped\u0022}"}],"modelOverride":"gpt-5.4"}""");
    }

    [Fact]
    public async Task Two_slow_one_throwing_one_that_cancels_itself_and_one_that_hangs_are_all_answered_in_the_order_of_the_calls()
    {
        var (first, second) = (new TaskCompletionSource<string?>(), new TaskCompletionSource<string?>());
        CancellationToken hanging = default;
        var log = new CapturedLog();
        await using var events = new Reading<ChatEvent>(Message(new()
        {
            Logger = log,
            ToolTimeout = TimeSpan.FromSeconds(7),
            Tools =
            [
                new() { Name = "slow1", OnCall = (_, _) => first.Task },
                new() { Name = "throws", OnCall = (_, _) => throw new InvalidOperationException($"no such order, key {TestClient.Key}") },
                new() { Name = "cancels", OnCall = (_, _) => Task.FromCanceled<string?>(new(canceled: true)) },
                new() { Name = "hangs", OnCall = (_, token) => { hanging = token; return new TaskCompletionSource<string?>().Task; } },
                new() { Name = "slow2", OnCall = (_, _) => second.Task },
            ],
        }));
        var asked = events.Move();
        await (await Next(ChatWire.Post)).Cuts(
            ChatWire.Asks(("c1", "slow1", "{}"), ("c2", "throws", "{}"), ("c3", "cancels", "{}"), ("c4", "hangs", "{}"), ("c5", "slow2", "{}")), ChatWire.Nothing);
        await events.Arrived<ChatRequiresActionEvent>(asked);

        var failed = new[] { await events.Next<ChatClientToolEvent>(), await events.Next<ChatClientToolEvent>() }.OrderBy(item => item.Call.Id).ToArray();
        second.SetResult("two");
        var slow2 = await events.Next<ChatClientToolEvent>();
        first.SetResult("one");
        var slow1 = await events.Next<ChatClientToolEvent>();
        var timedOut = events.Move();
        // Five tools armed the limit; only the one that hangs still waits for it.
        _clock.Advance(TimeSpan.FromSeconds(7));
        var hung = await events.Arrived<ChatClientToolEvent>(timedOut);
        var move = events.Move();
        var answered = await Next(ChatWire.Post);
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events.Arrived<ChatDoneEvent>(move);

        failed.Select(item => item.Failure).Should().Equal(ChatToolFailure.Threw, ChatToolFailure.Threw);
        failed[0].Exception.Should().BeOfType<InvalidOperationException>();
        failed[1].Exception.Should().BeAssignableTo<OperationCanceledException>();
        (slow1.Call.Id, slow2.Call.Id, hung.Failure, hung.DurationMs).Should().Be(("c1", "c5", ChatToolFailure.TimedOut, 7000));
        hanging.IsCancellationRequested.Should().BeTrue();
        ResultsIn(answered).Should().Equal(
            ("c1", "\"one\""),
            ("c2", """{"error":"The tool 'throws' failed: no such order, key [key]"}"""),
            ("c3", """{"error":"The tool 'cancels' failed: A task was canceled."}"""),
            ("c4", """{"error":"The tool 'hangs' did not answer within 7 s. It may have done its work or not."}"""),
            ("c5", "\"two\""));
        log.Rest().Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should().HaveCount(3)
            .And.ContainMatch("Warning: The tool throws brought no result for call c2 (threw)*").And.ContainMatch("*hangs*c4 (timed_out) after 7000 ms*");
    }

    [Fact]
    public async Task No_more_tools_run_at_once_than_the_limit()
    {
        var began = new SemaphoreSlim(0);
        var (running, most) = (0, 0);
        var gate = new TaskCompletionSource();
        var events = Send(new()
        {
            MaxParallelToolCalls = 2,
            OnToolCall = async (call, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                began.Release();
                await gate.Task;
                Interlocked.Decrement(ref running);
                return call.Id;
            },
        });
        await (await Next()).Cuts(ChatWire.Asks([.. Enumerable.Range(1, 6).Select(id => ($"c{id}", "a", "{}"))]), ChatWire.Nothing);
        await began.WaitAsync(Limit.Time);
        await began.WaitAsync(Limit.Time);

        gate.SetResult();
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        most.Should().Be(2);
        ResultsIn(answered).Select(result => result.Id).Should().Equal("c1", "c2", "c3", "c4", "c5", "c6");
    }

    [Fact]
    public async Task A_tool_that_blocks_its_thread_does_not_block_the_others()
    {
        using var blocked = new ManualResetEventSlim();
        var events = Send(new()
        {
            OnToolCall = (call, _) =>
            {
                if (call.Id == "c1")
                {
                    blocked.Wait(Limit.Time, CancellationToken.None);
                }
                else
                {
                    blocked.Set();
                }

                return Task.FromResult<string?>("done");
            },
        });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}"), ("c2", "a", "{}")), ChatWire.Nothing);
        await (await Next()).Cuts(PlainDone, ChatWire.Nothing);

        (await events).OfType<ChatClientToolEvent>().Should().OnlyContain(ended => ended.Failure == null);
    }

    [Theory]
    [InlineData("c1", "none", "{}", "unknown_tool", "There is no tool 'none'. The tools are: long, null, echo.")]
    [InlineData("c1", "echo", "{oops", "invalid_arguments", "The arguments of the tool 'echo' are not valid JSON, so it was not called. Call it again with a JSON object that fits its schema.")]
    [InlineData("c1", "long", "{}", "too_long", "The tool 'long' returned 11 characters, more than the 10 that are allowed. Ask it for less.")]
    [InlineData("c1", "null", "{}", "no_result", "The tool 'null' returned nothing.")]
    public async Task What_brings_no_result_is_told_to_the_agent_and_to_the_caller(string id, string name, string arguments, string failure, string told)
    {
        var ended = await Called(id, name, arguments);

        (ended.Failure!.Value.Value, ErrorIn(ended.Result), ended.Exception).Should().Be((failure, told, null));
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("[1]", "[1]")]
    public async Task Arguments_that_are_missing_are_an_empty_object_for_the_tool(string arguments, string seen) =>
        (await Called("c1", "echo", arguments)).Result!.Value.GetString().Should().Be(seen);

    [Fact]
    public async Task Arguments_that_a_server_sends_as_an_object_reach_the_tool_as_text()
    {
        var ended = await Called("""{"toolCalls":[{"id":"c1","name":"echo","arguments":{"a":1}}]}""");

        ended.Result!.Value.GetString().Should().Be("""{"a":1}""");
    }

    [Fact]
    public async Task Half_a_character_and_NUL_in_a_result_cost_no_other_result()
    {
        var events = Send(new() { OnToolCall = (_, _) => Task.FromResult<string?>("a\ud83eb\0") });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        ResultsIn(answered).Should().Equal(("c1", "\"a\\uFFFDb\\uFFFD\""));
    }

    [Fact]
    public async Task The_message_of_an_exception_is_cut_and_its_stack_is_never_sent()
    {
        var events = Send(new() { OnToolCall = (_, _) => throw new InvalidOperationException(new string('x', 5_000)) });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        ErrorIn(JsonElement.Parse(ResultsIn(answered)[0].Json)).Should().Be("The tool 'a' failed: " + new string('x', 1_000));
        answered.Body.Should().NotContain(nameof(InvalidOperationException)).And.NotContain(nameof(ClientToolTests));
    }

    [Fact]
    public async Task An_exception_that_has_no_message_is_a_result_as_well()
    {
        var events = Send(new() { OnToolCall = (_, _) => throw new WordlessException() });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        ErrorIn(JsonElement.Parse(ResultsIn(answered)[0].Json)).Should().Be("The tool 'a' failed: ");
    }

    [Fact]
    public async Task Without_tools_the_agent_is_told_that_there_are_none()
    {
        var events = Send(new() { Tools = [], OnToolCall = (_, _) => Task.FromResult<string?>("x") });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        ErrorIn(JsonElement.Parse(ResultsIn(answered)[0].Json)).Should().Be("There is no tool 'a'. There are no tools.");
    }

    [Fact]
    public async Task A_list_that_the_caller_changes_while_its_tools_run_does_not_change_the_message()
    {
        List<string> fallbacks = ["claude-haiku-4-5"];
        var events = Send(new()
        {
            AnthropicOverrides = new() { FallbackModels = fallbacks },
            OnToolCall = (_, _) =>
            {
                fallbacks.Clear();
                return Task.FromResult<string?>("x");
            },
        });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        answered.Body.Should().Contain("""{"fallbackModels":["claude-haiku-4-5"]}""");
    }

    [Fact]
    public async Task Several_rounds_are_answered_until_their_limit_and_then_the_call_is_left_to_the_caller()
    {
        var ran = 0;
        var log = new CapturedLog();
        var events = Send(new() { Logger = log, MaxToolRounds = 2, OnToolCall = (_, _) => Task.FromResult<string?>($"{++ran}") });
        for (var round = 0; round < 3; round++)
        {
            await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("meta", "{}") + ChatWire.Asks(($"c{round}", "a", "{}")), ChatWire.Nothing);
        }

        var all = await events;

        ran.Should().Be(2);
        log.Messages.Should().ContainSingle(line => line.StartsWith("The agent calls tools again after 2 rounds", StringComparison.Ordinal));
        all.Select(item => item.Type).Should().Equal("meta", "requires_action", "client_tool", "meta", "requires_action", "client_tool", "meta", "requires_action");
    }

    [Fact]
    public async Task Calls_are_left_to_the_caller_if_one_of_them_has_no_delegate()
    {
        var ran = false;
        var events = Send(new()
        {
            Tools = [new() { Name = "a", OnCall = (_, _) => { ran = true; return Task.FromResult<string?>("x"); } }, new() { Name = "by_hand" }],
        });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}"), ("c2", "by_hand", "{}")), ChatWire.Nothing);

        (await events)[^1].Should().BeOfType<ChatRequiresActionEvent>();
        ran.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"toolCalls":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"toolCalls":[{"name":"a","arguments":"{}"}]}""")]
    [InlineData("""{"toolCalls":[{"id":7,"name":"a"}]}""")]
    [InlineData("""{"toolCalls":[{"id":"c\u0000","name":"a"}]}""")]
    [InlineData("""{"toolCalls":[{"id":"c1","name":"a"},{"id":"c1","name":"b"}]}""")]
    [InlineData("""{"toolCalls":[null]}""")]
    public async Task Calls_that_cannot_be_answered_by_their_ids_are_left_to_the_caller(string data)
    {
        var events = Send(new() { OnToolCall = (_, _) => Task.FromResult<string?>("x") });
        await (await Next()).Cuts(ChatWire.Plain("requires_action", data), ChatWire.Nothing);

        (await events).Should().ContainSingle().Which.Should().BeOfType<ChatRequiresActionEvent>();
    }

    [Fact]
    public async Task A_delegate_of_a_tool_counts_before_that_of_the_message()
    {
        var events = Send(new()
        {
            Tools = [new() { Name = "own", OnCall = (_, _) => Task.FromResult<string?>("own") }, new() { Name = "other" }],
            OnToolCall = (call, _) => Task.FromResult<string?>($"shared {call.Name}"),
        });
        await (await Next()).Cuts(ChatWire.Asks(("c1", "own", "{}"), ("c2", "other", "{}")), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        await events;

        ResultsIn(answered).Should().Equal(("c1", "\"own\""), ("c2", "\"shared other\""));
    }

    [Fact]
    public async Task An_event_of_a_server_that_has_our_name_is_an_unknown_event()
    {
        var events = Send();
        await (await Next()).Cuts(ChatWire.Plain("client_tool", """{"call":{"id":"c1"},"result":"x"}""") + PlainDone, ChatWire.Nothing);

        var unknown = (await events)[0].Should().BeOfType<UnknownChatEvent>().Subject;

        var json = JsonSerializer.Serialize<ChatEvent>(unknown);
        JsonSerializer.Deserialize<ChatEvent>(json).Should().BeOfType<UnknownChatEvent>();
    }

    [Fact]
    public void Our_event_reads_back()
    {
        var ours = new ChatClientToolEvent { Call = new() { Id = "c1", Name = "a" }, Failure = ChatToolFailure.TimedOut, DurationMs = 7, Exception = new InvalidOperationException("x") };

        var json = JsonSerializer.Serialize<ChatEvent>(ours);

        json.Should().Be("""{"type":"client_tool","call":{"id":"c1","name":"a","arguments":null},"result":null,"failure":"timed_out","durationMs":7}""");
        JsonSerializer.Deserialize<ChatEvent>(json).Should().Be(ours with { Exception = null });
    }

    private protected override void Configure(FlapjackClientOptions options) => options.TimeProvider = _clock;

    private Task<ChatClientToolEvent> Called(string id, string name, string arguments) =>
        Called($$"""{"toolCalls":[{"id":"{{id}}","name":"{{name}}","arguments":"{{arguments}}"}]}""");

    private async Task<ChatClientToolEvent> Called(string data)
    {
        var events = Send(new()
        {
            MaxToolResultLength = 10,
            Tools =
            [
                new() { Name = "long", OnCall = (_, _) => Task.FromResult<string?>("12345678901") },
                new() { Name = "null", OnCall = (_, _) => Task.FromResult<string?>(null) },
                new() { Name = "echo", OnCall = (call, _) => Task.FromResult(call.Arguments) },
            ],
        });
        await (await Next()).Cuts(ChatWire.Plain("requires_action", data), ChatWire.Nothing);
        var answered = await Next();
        await answered.Cuts(PlainDone, ChatWire.Nothing);
        var ended = (await events).OfType<ChatClientToolEvent>().Should().ContainSingle().Subject;
        ResultsIn(answered).Should().Equal(("c1", ended.Result!.Value.GetRawText()));
        return ended;
    }

    private sealed class WordlessException : Exception
    {
        public override string Message => null!;
    }
}
