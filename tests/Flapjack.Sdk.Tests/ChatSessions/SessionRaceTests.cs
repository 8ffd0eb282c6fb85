using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>Many threads read while one answer comes, and a session that ends in the middle of it.</summary>
public sealed class SessionRaceTests : SessionTest
{
    [Fact]
    public async Task Readers_on_many_threads_see_the_answer_only_grow()
    {
        var session = Session();
        var (answer, call) = await Send(session);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadUntilTheEnd(session))).ToArray();

        await call.Events(Meta);
        for (var part = 0; part < 20; part++)
        {
            await call.More(string.Concat(Enumerable.Range(part * 100, 100).Select(number => Token($"{number} "))) + ToolResult("web_search"));
        }

        await call.More(Done("…"));
        var whole = await answer.Soon();

        whole.Content.Should().Be(string.Concat(Enumerable.Range(0, 2_000).Select(number => $"{number} ")));
        foreach (var read in await Task.WhenAll(readers).Soon())
        {
            read.Should().AllSatisfy(state => whole.Content.Should().StartWith(state.Content));
            read.Select(state => state.Content.Length).Should().BeInAscendingOrder();
            read.Select(state => state.Tools.Count).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public async Task A_hundred_thousand_pieces_of_text_make_one_text()
    {
        var session = Session();
        var (answer, call) = await Send(session);

        await call.Events(Meta + string.Concat(Enumerable.Repeat(Token("abcdefgh"), 100_000)) + Done("…"));

        (await answer.Soon()).Content.Should().HaveLength(800_000).And.EndWith("gh").And.Contain("abcdefghabcdefgh");
    }

    [Fact]
    public async Task Of_many_messages_at_once_one_is_sent()
    {
        var session = Session();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
        {
            try
            {
                return session.SendAsync($"message {number}") as object;
            }
            catch (InvalidOperationException e)
            {
                return e;
            }
        })));

        attempts.OfType<Task<ChatSessionMessage>>().Should().ContainSingle();
        session.Messages.Should().HaveCount(2);
        await (await Wire.Next(PostMessage)).Events(Meta + Done("Hi."));
        await attempts.OfType<Task<ChatSessionMessage>>().Single().Soon();
        Wire.Lines.Should().ContainSingle();
    }

    [Fact]
    public async Task A_session_that_is_disposed_ends_its_turn_and_keeps_what_it_shows()
    {
        var session = Session();
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("I can ") + ToolResult("plan_create"));
        await Shows(session, state => state.Messages[1].Tools.Count == 1);

        await Task.WhenAll(session.DisposeAsync().AsTask(), session.DisposeAsync().AsTask()).Soon();

        answer.IsCompleted.Should().BeTrue();
        (await answer).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Stopped() });
        (await call.IsLeft()).Should().BeTrue();
        session.Messages.Should().HaveCount(2);
        session.Invoking(closed => { _ = closed.SendAsync("Hello?"); }).Should().Throw<ObjectDisposedException>();
        session.Invoking(closed => { _ = closed.AddSystemMessageAsync("info", "x", sendToAgent: false); }).Should().Throw<ObjectDisposedException>();
        session.Invoking(closed => { _ = closed.FetchPlanAsync(); }).Should().Throw<ObjectDisposedException>();
        await session.StopAsync().Soon();
        Clock.Advance(TimeSpan.FromSeconds(1));
        Wire.Lines.Should().Equal(PostMessage);
    }

    [Fact]
    public async Task A_read_of_the_plan_ends_with_the_session()
    {
        var session = Session();
        var (_, call) = await Send(session);
        await call.Events(Meta + ToolResult("plan_create"));
        await Clock.Pass(TimeSpan.FromMilliseconds(250));
        await Wire.Next(ListPlans);

        await session.DisposeAsync().AsTask().Soon();

        session.Plan.Should().BeNull();
    }

    private static List<ChatSessionMessage> ReadUntilTheEnd(ChatSession session)
    {
        var read = new List<ChatSessionMessage>();
        ChatSessionSnapshot state;
        do
        {
            state = session.Snapshot;
            state.Messages.Should().HaveCount(2);
            state.Messages[1].IsStreaming.Should().Be(state.IsStreaming, "the parts of a snapshot belong together");
            if (read.Count == 0 || !ReferenceEquals(read[^1], state.Messages[1]))
            {
                _ = state.Messages[1].Content.Length;
                read.Add(state.Messages[1]);
            }
        }
        while (state.IsStreaming);

        return read;
    }
}
