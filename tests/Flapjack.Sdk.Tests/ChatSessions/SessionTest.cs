using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>A test of one session on the thread <c>t1</c>, against literal answers.</summary>
public abstract class SessionTest : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly List<ChatSession> _sessions = [];

    protected SessionTest()
    {
        _http = new(Wire);
        Client = TestClient.Over(_http, new("http://flapjack.test"), options => options.TimeProvider = Clock);
    }

    private protected SessionWire Wire { get; } = new();

    private protected TestClock Clock { get; } = new();

    private protected FlapjackClient Client { get; }

    /// <summary>The thread exists, and listeners are called on the thread pool, whatever the context of the test.</summary>
    private protected static ChatSessionOptions Plain => new() { ThreadId = "t1", NotifyOn = new() };

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync().AsTask().Soon();
        }

        Client.Dispose();
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ChatSession Session(ChatSessionOptions? options = null)
    {
        var session = new ChatSession(Client, "a1", options ?? Plain);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Sends a message and hands out the request; the answer is still to come.</summary>
    private protected async Task<(Task<ChatSessionMessage> Answer, SessionCall Call)> Send(ChatSession session, string text = "Hello!") =>
        (session.SendAsync(text), await Wire.Next(SessionWire.PostMessage));

    /// <summary>
    /// Lets the service answer something. A client that leaves a message without any answer before asks first what the server announces, and gives up when
    /// its clock has moved.
    /// </summary>
    private protected async Task Meet(ChatSession session)
    {
        var fetch = session.FetchPlanAsync();
        (await Wire.Next(SessionWire.ListPlans)).Json("[]");
        await fetch.Soon();
    }

    /// <summary>Waits until the session shows something; no event tells a test when, because notifications wait for the clock.</summary>
    private protected static Task Shows(ChatSession session, Func<ChatSessionSnapshot, bool> state) =>
        Eventually.HoldsAsync(() => state(session.Snapshot), "the session shows what has come");

    /// <summary>
    /// Lets intervals pass until listeners have been told something. An interval begins when listeners are called, which is no event of a test, and what
    /// has come since is told after it.
    /// </summary>
    private protected Task Told(Func<bool> told) => Eventually.HoldsAsync(
        () =>
        {
            Clock.Advance(Plain.NotifyInterval);
            return told();
        },
        "the listeners are told");

    private protected static ChatSessionMessage AnswerOf(ChatSession session) => session.Messages[^1];
}
