using Flapjack.EndToEnd.Tests.Streams;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Resources.Threads;

/// <summary>Messages of the client to agents of the backend, which a scripted model answers.</summary>
public sealed class SendMessageTests : IAsyncLifetime
{
    private const string Text = "The order ü 🥞 is shipped.";

    private static readonly FaultTarget Messages = FaultTarget.Where((method, path) => method == "POST" && path.EndsWith("/messages", StringComparison.Ordinal));

    private readonly ScriptedChatModel _model = new();
    private readonly FaultPlan _faults = new(seed: 0);
    private FlapjackBackend _backend = null!;
    private HttpClient _http = null!;
    private FlapjackClient _client = null!;
    private string _agentId = "";

    public Task InitializeAsync() => StartAsync(extensions: true);

    public async Task DisposeAsync()
    {
        _client.Dispose();
        _http.Dispose();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_is_streamed_and_its_done_has_the_whole_text()
    {
        _model.Otherwise().Say(Text).WithUsage(new() { InputTokens = 12, OutputTokens = 5 });

        var result = (await _client.RunMessageAsync(await Thread(), "Where is it?").Soon()).EnsureAnswered();

        (result.Content, result.StreamedContent, result.Usage!.InputTokens).Should().Be((Text, Text, 12));
        (result.TurnId, result.MessageId).Should().NotBe((null, null));
    }

    [Fact]
    public async Task Two_tools_of_the_caller_are_asked_at_once_and_a_failing_tool_is_told_to_the_agent()
    {
        _model.When("order").Say("Let me see.").CallAll(new("lookup_order", new { orderId = "123" }), new("broken")).SayResults();

        var result = await _client.RunMessageAsync(
            await Thread(),
            "order",
            new()
            {
                Tools =
                [
                    new() { Name = "lookup_order", OnCall = (call, _) => Task.FromResult<string?>(call.Arguments) },
                    new() { Name = "broken", OnCall = (_, _) => throw new InvalidOperationException("no database") },
                ],
            }).Soon();

        result.EnsureAnswered().Content.Should().StartWith("Let me see.").And.Contain("123").And.Contain("The tool 'broken' failed: no database");
        result.StreamedContent.Should().Be(result.Content);
        result.Tools.Select(tool => (tool.Name, tool.IsClientTool, tool.Failure)).Should().Equal(("lookup_order", true, null), ("broken", true, ChatToolFailure.Threw));
    }

    [Fact]
    public async Task Results_can_be_sent_by_hand()
    {
        _model.When("order").Call("lookup_order").SayResults();
        var thread = await Thread();
        var options = new SendMessageOptions { Tools = [new() { Name = "lookup_order" }] };
        var asked = await _client.RunMessageAsync(thread, "order", options).Soon();

        var events = await _client.SubmitToolResultsAsync(thread, [ToolResult.Of(asked.PendingToolCalls[0].Id!, Text)], options).All();

        asked.Outcome.Should().Be(new ChatOutcome.RequiresAction());
        ((ChatDoneEvent)events[^1]).Content.Should().Be(Text);
        var again = () => _client.SubmitToolResultsAsync(thread, [ToolResult.Of(asked.PendingToolCalls[0].Id!, Text)], options).All();
        (await again.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("NO_PENDING_TOOL_CALLS");
    }

    [Fact]
    public async Task A_second_message_is_refused_while_the_agent_answers_and_taken_after_the_reader_of_the_first_has_left()
    {
        _model.When("first").Say("one").Stall();
        _model.When("second").Say("two");
        var thread = await Thread();
        var first = _client.SendMessageAsync(thread, "first").GetAsyncEnumerator();
        while (first.Current is not ChatTokenEvent)
        {
            (await first.MoveNextAsync().Soon()).Should().BeTrue();
        }

        var second = () => _client.RunMessageAsync(thread, "second").Soon();
        await second.Should().ThrowAsync<ChatTurnRunningException>();
        await first.DisposeAsync().AsTask().Soon();

        (await second()).EnsureAnswered().Content.Should().Be("two");
        (await _model.Requests[0].Ended.Soon()).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task A_stopped_answer_is_no_answer()
    {
        _model.Otherwise().Say("half").Stall();
        var thread = await Thread();
        var run = _client.RunMessageAsync(thread, "x");
        await _model.WaitForRequestsAsync(1).Soon();

        await _client.StopThreadAsync(thread).Soon();

        var result = await run.Soon();
        (result.Outcome, result.MessageId).Should().Be((new ChatOutcome.Stopped(), null));
    }

    [Fact]
    public async Task A_model_that_fails_is_an_outcome_and_no_exception()
    {
        _model.Otherwise().Say("half").Fail("OVERLOADED", "Come back later.");

        var result = await _client.RunMessageAsync(await Thread(), "x").Soon();

        (result.Outcome, result.Content).Should().Be((new ChatOutcome.Failed("OVERLOADED", "Come back later."), "half"));
    }

    [Fact]
    public async Task The_same_message_under_the_same_key_is_one_turn_and_its_tools_are_answered_once()
    {
        _model.Otherwise().Call("now").SayResults();
        var thread = await Thread();
        var options = new SendMessageOptions { IdempotencyKey = "job 7", DetachTimeout = TimeSpan.FromMinutes(1), OnToolCall = (_, _) => Task.FromResult<string?>("noon"), Tools = [new() { Name = "now" }] };

        var first = await _client.RunMessageAsync(thread, "x", options).Soon();
        var second = await _client.RunMessageAsync(thread, "x", options).Soon();

        (second.Content, second.MessageId, second.TurnId).Should().Be((first.Content, first.MessageId, first.TurnId));
        _model.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_at_any_byte_the_answer_is_exact_and_the_message_is_answered_once(bool reset)
    {
        _model.Otherwise().Say(Text);
        var messages = 0;
        foreach (var at in EveryCut.Of(_faults, Messages, reset))
        {
            messages++;
            var result = await _client.RunMessageAsync(await Thread(), "x").Soon();

            (result.Content, result.StreamedContent, result.Outcome).Should().Be((Text, Text, new ChatOutcome.Answered()), "the stream was cut at byte {0}", at);
        }

        _model.Requests.Should().HaveCount(messages);
    }

    [Fact]
    public async Task Without_our_additions_a_cut_is_an_exception_and_the_message_is_sent_once()
    {
        await DisposeAsync();
        await StartAsync(extensions: false);
        _model.Otherwise().Say(Text);
        var (messages, answered) = (0, 0);
        foreach (var at in EveryCut.Of(_faults, Messages, reset: false))
        {
            messages++;
            try
            {
                var result = await _client.RunMessageAsync(await Thread(), "x").Soon();
                (result.Content, result.StreamedContent).Should().Be((Text, Text));
                answered++;
            }
            catch (FlapjackStreamInterruptedException e)
            {
                Text.Should().StartWith(e.AnswerSoFar);
            }
        }

        (answered is > 0 and < 30, messages > 100).Should().Be((true, true));
        _model.Requests.Count.Should().BeLessThanOrEqualTo(messages);
    }

    private async Task<string> Thread() => (await _client.CreateThreadAsync(_agentId)).Id;

    private async Task StartAsync(bool extensions)
    {
        _backend = await FlapjackBackend.StartAsync(new() { ChatModel = _model, Faults = _faults, Extensions = extensions, TimeProvider = new FakeTimeProvider() });
        _http = new(_backend.CreateHandler());
        _client = new(_http, new()
        {
            ApiKey = _backend.ApiKey,
            BaseAddress = _backend.BaseAddress,
            MaxRetries = 10,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TimeProvider = new UnhurriedClock(),
        });
        _agentId = (await _client.CreateAgentAsync(new() { Name = "Cook" })).Id;
    }
}
