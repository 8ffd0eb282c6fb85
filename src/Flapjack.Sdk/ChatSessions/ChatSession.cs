using System.ComponentModel;

namespace Flapjack.Sdk;

/// <summary>
/// A conversation with an agent, as a user interface shows it: its messages, the answer that comes just now, and the agent's plan. It is the counterpart
/// of <c>useChat</c> and <c>usePlan</c>, and knows no user interface itself. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// <b>Reading.</b> Every property shows the latest state, and what it returns never changes. <see cref="Snapshot"/> has all of them as they were
/// at one moment.
/// </para>
/// <para>
/// <b>Notifications.</b> <see cref="PropertyChanged"/> is for bindings. <see cref="Changed"/> is for everything else, and comes once for all
/// properties that have changed. Both are raised on the context of the thread that made the session, as <see cref="Progress{T}"/> does it, or where
/// <see cref="ChatSessionOptions.NotifyOn"/> says; one at a time, and at most once every <see cref="ChatSessionOptions.NotifyInterval"/>. A listener
/// that is slow gets fewer notifications and never holds up the answer. An exception of a listener goes to
/// <see cref="SendMessageOptions.Logger"/> and breaks nothing.
/// </para>
/// <para>
/// <b>One turn at a time.</b> While <see cref="IsStreaming"/>, another message throws <see cref="InvalidOperationException"/>: the service
/// refuses it too, and a message that waited unseen might no longer be meant when its turn comes. Wait for the answer, or call
/// <see cref="StopAsync"/>.
/// </para>
/// <para>
/// <b>Failures.</b> A turn that fails, or whose stream breaks, is a state of its answer (<see cref="ChatSessionMessage.Outcome"/>), and no exception
/// of <see cref="SendAsync"/>.
/// </para>
/// <para>The session does not dispose its client. Dispose the session when nobody shows it any more: that ends the turn that runs.</para>
/// </remarks>
public sealed partial class ChatSession : INotifyPropertyChanged, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly FlapjackClient _client;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _disposal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChatSessionState _state;
    private readonly ChangeNotifier _changes;
    private readonly PlanReader _plans;
    private ChatTurn? _turn;
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Makes a session. Nothing is sent before the first message.</summary>
    /// <param name="client">The client to talk with. It stays yours, and must live longer than the session.</param>
    /// <param name="agentId">The id of the agent that answers, a UUID.</param>
    /// <param name="options">How messages are sent, and how often listeners are called; null for the defaults.</param>
    /// <exception cref="ArgumentException">An argument is empty, or an option is out of its range.</exception>
    public ChatSession(FlapjackClient client, string agentId, ChatSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        Options = options ?? new();
        Options.Check();
        (_client, AgentId) = (client, agentId);
        _state = new(Options);
        _told = _state.Now;
        _changes = new(client.Clock, Options.NotifyInterval, Options.NotifyOn ?? SynchronizationContext.Current, Notify);
        _plans = new(client, client.Clock, Options.PlanRefreshDelay, ShowPlan, PlanNotRead);
    }

    /// <summary>The id of the agent that answers, a UUID.</summary>
    public string AgentId { get; }

    /// <summary>The options that the session was made with.</summary>
    public ChatSessionOptions Options { get; }

    /// <summary>Everything that the session shows, as it is now.</summary>
    public ChatSessionSnapshot Snapshot => _state.Now;

    /// <inheritdoc cref="ChatSessionSnapshot.Messages"/>
    public IReadOnlyList<ChatSessionMessage> Messages => Snapshot.Messages;

    /// <inheritdoc cref="ChatSessionSnapshot.IsStreaming"/>
    public bool IsStreaming => Snapshot.IsStreaming;

    /// <inheritdoc cref="ChatSessionSnapshot.ThreadId"/>
    public string? ThreadId => Snapshot.ThreadId;

    /// <summary>Sends a message of the user. <see cref="Messages"/> has it, and the empty answer, when this method returns its task.</summary>
    /// <param name="text">What the user says. Not blank.</param>
    /// <param name="options">
    /// How this message is sent instead of as <see cref="Options"/> say, for example <c>session.Options with { ModelOverride = "claude-opus-4-7" }</c>;
    /// null for <see cref="Options"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the turn, as leaving <see cref="FlapjackClient.SendMessageAsync"/> does.</param>
    /// <returns>The answer as it stays in <see cref="Messages"/>, also if it is not complete: <see cref="ChatSessionMessage.Outcome"/>.</returns>
    /// <exception cref="ArgumentException">The text is blank; or, in the task, an option of the message is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A turn runs already.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the answer had ended. The text until then stays in <see cref="Messages"/>.</exception>
    /// <remarks><c>POST /api/threads/{threadId}/messages</c>, and <c>POST /api/threads</c> before the first message.</remarks>
    public Task<ChatSessionMessage> SendAsync(string text, SendMessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return BeginTurn(new() { Role = ChatSessionRole.User, Content = text }, text, options, cancellationToken);
    }

    /// <summary>Adds a system message, a line of an icon and a label, and lets the agent answer it if you wish.</summary>
    /// <param name="icon">A built-in icon of <see cref="ChatSystemIcon"/>, or any emoji or character. Not blank.</param>
    /// <param name="label">A few words for people, such as <c>Plan approved</c>. Not blank.</param>
    /// <param name="content">What the agent is told; null or blank for the label.</param>
    /// <param name="sendToAgent">Whether the agent is told, and answers. If not, the message is only shown, and may be added while a turn runs.</param>
    /// <param name="cancellationToken">As for <see cref="SendAsync"/>.</param>
    /// <returns>The answer, as for <see cref="SendAsync"/>; null if the agent was not told.</returns>
    /// <exception cref="ArgumentException">The icon or the label is blank.</exception>
    /// <exception cref="InvalidOperationException">The agent is to be told, and a turn runs already.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    /// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
    public Task<ChatSessionMessage?> AddSystemMessageAsync(
        string icon, string label, string? content = null, bool sendToAgent = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(icon);
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        var message = SystemMessage(icon, label, content);
        if (sendToAgent)
        {
            return BeginTurn(message, string.IsNullOrWhiteSpace(content) ? label : content, null, cancellationToken)!;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _state.Add(message);
        }

        _changes.Changed();
        return Task.FromResult<ChatSessionMessage?>(null);
    }

    /// <summary>
    /// Stops the turn that runs. The service is asked to, and ends the answer where it is; if it does not within
    /// <see cref="ChatSessionOptions.StopTimeout"/>, or tools of yours run just now, the connection is closed and the tools are cancelled.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait. The stop goes on.</param>
    /// <returns>When the turn has ended; at once if none runs. It does not fail: whatever the service says, the turn ends.</returns>
    /// <remarks><c>POST /api/threads/{threadId}/stop</c></remarks>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        Task running;
        ChatTurn? turn;
        lock (_lock)
        {
            (turn, running) = (_turn, _running);
        }

        return turn is null ? Task.CompletedTask : EndedAsync(turn, running).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Ends the turn that runs, and the read of the plan that the session has begun by itself, and waits for both. No listener is called any more;
    /// a listener that runs ends first, unless it is the caller.
    /// </summary>
    /// <returns>When everything has ended. The properties stay readable.</returns>
    public async ValueTask DisposeAsync()
    {
        bool isFirst;
        lock (_lock)
        {
            (isFirst, _disposed) = (!_disposed, true);
        }

        if (isFirst)
        {
            _changes.BeginDispose();
            try
            {
                await _ended.CancelAsync().ConfigureAwait(false);
                await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _turn?.Dispose();
                await _plans.DisposeAsync().ConfigureAwait(false);
                await _changes.DisposeAsync().ConfigureAwait(false);
                _ended.Dispose();
            }
            finally
            {
                // Also after a failure, because other callers may wait.
                _disposal.SetResult();
            }
        }

        await _disposal.Task.ConfigureAwait(false);
    }

    private static ChatSessionMessage SystemMessage(string icon, string label, string? content) =>
        new() { Role = ChatSessionRole.System, Content = content ?? "", SystemMessage = new(icon, label) };

    private static async Task EndedAsync(ChatTurn turn, Task running)
    {
        await turn.StopAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
