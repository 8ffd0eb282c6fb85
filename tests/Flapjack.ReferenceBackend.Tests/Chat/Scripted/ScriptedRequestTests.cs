using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Scripted;

/// <summary>What a scripted model remembers of its requests, and how they end.</summary>
public sealed class ScriptedRequestTests
{
    private readonly ArmedTime _clock = new();

    [Fact]
    public async Task A_test_sees_what_the_model_was_told()
    {
        var model = new ScriptedChatModel();
        var options = new ChatOptions { ModelId = "gpt-5.4", Instructions = "Be kind.", Tools = [AIFunctionFactory.Create(() => 1, "one"), AIFunctionFactory.Create(() => 2, "two")] };

        await model.GetResponseAsync(
            [
                new(ChatRole.System, "Be short."),
                new(ChatRole.User, "First"),
                new(ChatRole.Assistant, [new TextContent("Wait."), new FunctionCallContent("c", "one", new Dictionary<string, object?> { ["n"] = 1 })]),
                new(ChatRole.Tool, [new FunctionResultContent("c", "done")]),
                new(ChatRole.User, "Second"),
            ],
            options);

        var asked = model.Requests.Should().ContainSingle().Which;
        asked.ModelId.Should().Be("gpt-5.4");
        asked.SystemText.Should().Be("Be kind.\n\nBe short.");
        asked.Tools.Should().Equal("one", "two");
        asked.Text.Should().Be("Second");
        asked.Results.Should().BeEmpty();
        asked.Messages.Select(message => message.Role).Should().Equal("user", "assistant", "tool", "user");
        asked.Messages[1].Text.Should().Be("Wait.");
        asked.Messages[1].Calls[0].Arguments.GetRawText().Should().Be("""{"n":1}""");
        var result = asked.Messages[2].Results[0];
        (result.CallId, result.Tool, result.Text).Should().Be(("c", "one", "done"));
        (await asked.Ended).Should().Be(ScriptedEnd.Complete);
    }

    [Fact]
    public async Task What_was_remembered_does_not_change_with_the_conversation()
    {
        var model = new ScriptedChatModel();
        var message = new ChatMessage(ChatRole.User, "Before");
        List<ChatMessage> messages = [message];
        await model.GetResponseAsync(messages);
        var seen = model.Requests;

        message.Contents.Clear();
        messages.Clear();
        await model.GetResponseAsync("Another");

        seen.Should().ContainSingle().Which.Messages.Should().ContainSingle().Which.Text.Should().Be("Before");
    }

    [Fact]
    public async Task Only_the_latest_requests_are_kept()
    {
        var model = new ScriptedChatModel(null, keptRequests: 2);

        foreach (var text in new[] { "1", "2", "3" })
        {
            await model.GetResponseAsync(text);
        }

        model.Requests.Select(request => request.Text).Should().Equal("2", "3");
    }

    [Fact]
    public async Task A_test_can_wait_until_the_model_is_asked()
    {
        var model = new ScriptedChatModel();
        await model.GetResponseAsync("1");
        var twice = model.WaitForRequestsAsync(2, Limit.Token);
        twice.IsCompleted.Should().BeFalse();

        await model.GetResponseAsync("2");

        await twice;
        await model.WaitForRequestsAsync(1);
    }

    [Fact]
    public async Task A_model_that_stalls_goes_on_until_it_is_cancelled()
    {
        var model = new ScriptedChatModel(_clock);
        model.Otherwise().Say("One moment").Stall();
        using var stop = new CancellationTokenSource();
        var answer = model.GetStreamingResponseAsync("Hi", cancellationToken: stop.Token).GetAsyncEnumerator();
        (await answer.MoveNextAsync() && await answer.MoveNextAsync()).Should().BeTrue();

        var next = answer.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromDays(40));
        next.IsCompleted.Should().BeFalse();
        await stop.CancelAsync();

        await next.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        (await model.Requests[0].Ended).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task A_reader_who_leaves_has_cancelled_the_answer()
    {
        var model = new ScriptedChatModel();

        await foreach (var _ in model.GetStreamingResponseAsync("Many words to say"))
        {
            break;
        }

        (await model.Requests[0].Ended).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task A_model_can_be_deaf_to_cancellation()
    {
        var model = new ScriptedChatModel();
        var released = new TaskCompletionSource();
        model.Otherwise().StallUntil(released.Task).Say("Late");
        using var stop = new CancellationTokenSource();
        var answer = model.GetStreamingResponseAsync("Hi", cancellationToken: stop.Token).GetAsyncEnumerator();
        var first = answer.MoveNextAsync().AsTask();

        await stop.CancelAsync();
        first.IsCompleted.Should().BeFalse();
        released.SetResult();

        await first.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Tokens_and_pauses_take_their_time_on_the_models_clock()
    {
        var model = new ScriptedChatModel(_clock) { TokenDelay = TimeSpan.FromSeconds(2) };
        model.Otherwise().Say("One two").Wait(TimeSpan.FromSeconds(5)).Say("three");
        var begin = _clock.GetUtcNow();
        var answer = model.GetResponseAsync("Hi");

        foreach (var seconds in new[] { 2, 2, 5, 2 })
        {
            await _clock.IsArmedAsync(TimeSpan.FromSeconds(seconds));
            answer.IsCompleted.Should().BeFalse();
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await answer).Text.Should().Be("One twothree");
        (_clock.GetUtcNow() - begin).Should().Be(TimeSpan.FromSeconds(11));
    }

    [Fact]
    public void A_delay_that_is_negative_is_refused()
    {
        this.Invoking(_ => new ScriptedChatModel { TokenDelay = TimeSpan.FromSeconds(-1) }).Should().Throw<ArgumentOutOfRangeException>();
        new ScriptedChatModel().Otherwise().Invoking(rule => rule.Wait(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_model_that_was_disposed_of_answers_on()
    {
        var model = new ScriptedChatModel();
        model.Dispose();

        (await model.GetResponseAsync("Hi")).Text.Should().Be("Hi");
    }

    [Fact]
    public void A_model_is_found_behind_what_stands_before_it()
    {
        var model = new ScriptedChatModel();
        using IChatClient middleware = new Passing(model);

        middleware.GetService<ScriptedChatModel>().Should().BeSameAs(model);
        middleware.GetService<ChatClientMetadata>()!.ProviderName.Should().Be("flapjack-scripted");
        model.GetService(typeof(string)).Should().BeNull();
        model.GetService(typeof(ScriptedChatModel), "key").Should().BeNull();
    }

    private sealed class Passing(IChatClient inner) : DelegatingChatClient(inner);
}
