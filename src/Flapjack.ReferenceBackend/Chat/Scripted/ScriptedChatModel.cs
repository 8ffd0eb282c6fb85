using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Chat.Scripted;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// A model for tests: it does what its rules say. The rules are tried in the order in which they were added, and the first rule that fits the user's last
/// message is followed; without a rule that fits, the model repeats the message. The same conversation always gets the same answer, however many
/// conversations there are: what has happened in a turn is read from the conversation, and nothing is remembered. Thread-safe; rules may be added at any
/// time, and a model may serve several backends.
/// </summary>
/// <remarks>
/// Set it as <see cref="FlapjackBackendOptions.ChatModel"/>:
/// <code>
/// var model = new ScriptedChatModel();
/// model.When("order").Call("lookup_order", new { orderId = 7 }).SayResults();
/// await using var backend = await FlapjackBackend.StartAsync(new() { ChatModel = model });
/// </code>
/// </remarks>
public sealed class ScriptedChatModel : IChatClient
{
    private readonly TimeProvider _clock;
    private readonly RequestLog _log;
    private readonly RuleBook _rules = new();

    /// <summary>A model without rules, which repeats what the user says.</summary>
    /// <param name="timeProvider">The clock of <see cref="TokenDelay"/> and <see cref="ScriptedRule.Wait"/>; default the system's.</param>
    public ScriptedChatModel(TimeProvider? timeProvider = null) : this(timeProvider, keptRequests: 1000)
    {
    }

    /// <param name="timeProvider">The clock.</param>
    /// <param name="keptRequests">How many requests are kept; 0 for a model that nobody asks for them.</param>
    internal ScriptedChatModel(TimeProvider? timeProvider, int keptRequests) => (_clock, _log) = (timeProvider ?? TimeProvider.System, new(keptRequests));

    /// <summary>How long the model waits before each token; not negative, default none.</summary>
    public TimeSpan TokenDelay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>What the model was asked so far, in order; a copy, which does not change. The latest 1,000 requests are kept.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => _log.All();

    /// <summary>Adds a rule for messages that contain a text, in upper or lower case.</summary>
    /// <param name="text">The text; not empty.</param>
    /// <returns>The rule, to which you add what the model does.</returns>
    public ScriptedRule When(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return _rules.Add(request => !request.IsCompaction && request.Text.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Adds a rule for requests that you choose, for example by the agent's system prompt, the model or the tools.</summary>
    /// <param name="fits">
    /// Whether the rule fits. It gets the request as it stood right after the user's message, without the calls and results that have followed since.
    /// </param>
    /// <returns>The rule, to which you add what the model does.</returns>
    public ScriptedRule When(Func<ScriptedRequest, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        var told = RuleFunction.Of(nameof(When), fits);
        return _rules.Add(request => !request.IsCompaction && told(request));
    }

    /// <summary>Adds a rule for every message that no earlier rule fits.</summary>
    /// <returns>The rule, to which you add what the model does.</returns>
    public ScriptedRule Otherwise() => When(_ => true);

    /// <summary>
    /// Adds a rule for the requests by which the backend has a long conversation summarized. Without it the summary is always the same sentence.
    /// </summary>
    /// <returns>The rule, to which you add what the model does.</returns>
    public ScriptedRule WhenCompacting() => _rules.Add(request => request.IsCompaction);

    /// <summary>Waits until the model has been asked that many times.</summary>
    /// <param name="count">How many times altogether, since the model was made.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task WaitForRequestsAsync(int count, CancellationToken cancellationToken = default) => _log.WhenCounted(count).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var ended = new TaskCompletionSource<ScriptedEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = RequestReader.Read(messages, options) with { Ended = ended.Task };
        _log.Add(request);
        var end = ScriptedEnd.Cancelled;
        var answer = new ScriptedAnswer(_rules.Choose(request), request, TokenDelay, _clock).PlayAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await answer.MoveNextAsync().ConfigureAwait(false))
                    {
                        end = ScriptedEnd.Complete;
                        break;
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    end = ScriptedEnd.Failed;
                    throw;
                }

                yield return answer.Current;
            }
        }
        finally
        {
            await answer.DisposeAsync().ConfigureAwait(false);
            ended.TrySetResult(end);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(ChatModels.AnyModel)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the model holds nothing, and can be used on.</summary>
    public void Dispose()
    {
    }
}
