using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

/// <summary>An agent that thinks: its silence is no broken connection.</summary>
public sealed class ChatSilenceTests : ChatTest
{
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(10, 12)]
    [InlineData(60, 62)]
    [InlineData(1, 5)]
    [InlineData(null, 5)]
    public async Task On_a_server_without_heartbeats_the_agent_may_be_silent_for_the_callers_time_and_two_minutes(int? minutes, int limit)
    {
        await LearnChat(ChatWire.Nothing);

        var silent = await SilentFor(TimeSpan.FromMinutes(limit), Message(new() { MaxSilence = minutes is { } given ? TimeSpan.FromMinutes(given) : null }));

        (silent.Budget, silent.Timeout, silent.AnswerSoFar).Should().Be((FlapjackTimeoutBudget.StreamIdle, TimeSpan.FromMinutes(limit), "I can "));
        silent.Message.Should().EndWith("For an agent that may be silent for longer, raise SendMessageOptions.MaxSilence.");
    }

    [Fact]
    public async Task By_default_the_agent_may_be_silent_for_twelve_minutes()
    {
        await LearnChat(ChatWire.Nothing);

        await SilentFor(TimeSpan.FromMinutes(12), Message());
    }

    [Fact]
    public async Task On_a_server_with_heartbeats_silence_is_a_break_that_is_mended()
    {
        const string Announced = "Flapjack-Extensions: idempotent-exec, resume, idempotent-messages, resume-messages\r\n";
        await LearnChat(Announced);
        await using var events = new Reading<ChatEvent>(Message());
        var first = events.Move();
        await (await Next()).Streams(ChatWire.Meta, Announced);
        await events.Arrived<ChatMetaEvent>(first);
        _clock.Forget();
        var token = events.Move();

        await _clock.Pass(TimeSpan.FromMinutes(5));
        await PassPause();

        await (await Next(ChatWire.ReadOn)).Streams(ChatWire.After("turn_1:1"), Announced);
        (await events.Arrived<ChatTokenEvent>(token)).Delta.Should().Be("I can ");
        await events.Rest();
    }

    /// <summary>Lets the agent say one token and then nothing for that long.</summary>
    private async Task<FlapjackTimeoutException> SilentFor(TimeSpan time, IAsyncEnumerable<ChatEvent> message)
    {
        await using var events = new Reading<ChatEvent>(message);
        var first = events.Move();
        await (await Next()).Streams(ChatWire.Plain("token", """{"delta":"I can "}"""), ChatWire.Nothing);
        await events.Arrived<ChatTokenEvent>(first);
        // The wait for the headers had a timer of the same length.
        _clock.Forget();
        var next = events.Move();
        await _clock.Pass(time);
        return await Thrown<FlapjackTimeoutException>(next);
    }

    private async Task PassPause()
    {
        var pause = await _clock.Armed();
        while (pause > TimeSpan.FromSeconds(1))
        {
            pause = await _clock.Armed();
        }

        _clock.Advance(pause);
    }

    private protected override void Configure(FlapjackClientOptions options) => options.TimeProvider = _clock;
}
