using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk;

/// <summary>How a message is sent to an agent, and which tools the agent may call in your process.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
public record SendMessageOptions
{
    /// <summary>The tools that the agent may call in your process; null for none. The service keeps none of them: give them with each message.</summary>
    public IReadOnlyList<ChatTool>? Tools { get; init; }

    /// <summary>
    /// Runs every call of a tool that has no <see cref="ChatTool.OnCall"/> of its own: takes the call, whose <see cref="ToolCall.Arguments"/> are JSON
    /// as text, and returns the text for the agent. If it is null, and a tool that is called has no delegate either, the enumeration ends with
    /// <see cref="ChatRequiresActionEvent"/>, and you answer with <see cref="FlapjackClient.SubmitToolResultsAsync"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The calls of one <c>requires_action</c> run in parallel, on the thread pool, and their results are sent in the order of the calls. A delegate
    /// must therefore be safe to run several times at once.
    /// </para>
    /// <para>
    /// A failure never ends the enumeration. If the delegate throws, the agent is told the tool's name and the exception's message, cut after 1,000
    /// characters and without the API key of this client, but never the exception's type or stack. If such a message must not reach the
    /// agent, catch the exception in the delegate and return another text. You see each result, with the exception, as a
    /// <see cref="ChatClientToolEvent"/>.
    /// </para>
    /// <para>
    /// The token is cancelled when the tool has run for <see cref="ToolTimeout"/>, when you leave the enumeration or when you cancel it. A delegate that
    /// ignores the token is abandoned: the client waits for it at most a second.
    /// </para>
    /// </remarks>
    public Func<ToolCall, CancellationToken, Task<string?>>? OnToolCall { get; init; }

    /// <summary>How many tools run at the same time; 1 or more, default 8.</summary>
    public int MaxParallelToolCalls { get; init; } = 8;

    /// <summary>How long one tool may run before the agent is told that it did not answer; more than zero and at most 40 days, or infinite. The default is two minutes.</summary>
    public TimeSpan ToolTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many characters (UTF-16 units) a tool may return; 1 or more, default 100,000. Of a longer text the agent is told only the length.</summary>
    public int MaxToolResultLength { get; init; } = 100_000;

    /// <summary>
    /// How often the client answers <c>requires_action</c> by itself within one enumeration; 0 to 999, default 10. The next one ends the enumeration
    /// unanswered, so that a model that calls tools for ever does not run for ever.
    /// </summary>
    public int MaxToolRounds { get; init; } = 10;

    /// <summary>Another model for this message, such as <c>claude-sonnet-4-6</c>; null for the agent's own.</summary>
    public string? ModelOverride { get; init; }

    /// <summary>What this message changes about the agent's web tools, a JSON object; null for nothing. The service does not document its fields.</summary>
    public JsonElement? WebOverrides { get; init; }

    /// <summary>What this message changes about the agent's memory, a JSON object; null for nothing. The service does not document its fields.</summary>
    public JsonElement? MemoryOverrides { get; init; }

    /// <summary>What this message changes about the agent's plans, a JSON object; null for nothing. The service does not document its fields.</summary>
    public JsonElement? PlanOverrides { get; init; }

    /// <summary>What this message changes about the agent's use of its computer; null for nothing.</summary>
    public ComputerOverrides? ComputerOverrides { get; init; }

    /// <summary>The resources that this message is about; null for those of the thread. The service does not document what an item looks like.</summary>
    public IReadOnlyList<JsonElement>? ResourceBindings { get; init; }

    /// <summary>What this message changes for a Claude model; null for nothing.</summary>
    public AnthropicOverrides? AnthropicOverrides { get; init; }

    /// <summary>What this message changes for an OpenAI model; null for nothing.</summary>
    public OpenAIOverrides? OpenAIOverrides { get; init; }

    /// <summary>Your own id of the person who writes, for threads of several people and for keys that your users bring; null for nobody.</summary>
    public string? SenderId { get; init; }

    /// <summary>
    /// How long the service may be silent, because the model thinks or a tool of the service runs, before the client takes the connection for broken.
    /// More than zero; the default is 10 minutes. On a server without heartbeats, <see cref="FlapjackClientOptions.ResponseTimeout"/> and
    /// <see cref="FlapjackClientOptions.StreamIdleTimeout"/> are at least this time and two minutes for this message. Null: those two options hold as
    /// they are, and so they do on a server that promises heartbeats.
    /// </summary>
    public TimeSpan? MaxSilence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A key of yours for this message, such as the id of your job. If any process sends the same message under the same key again, it attaches to
    /// the turn that exists and never starts another. 1 to 250 visible ASCII characters, and spaces between them; null, the default, for a
    /// new key each time. Because a server that knows no keys would answer the message twice, a key of yours needs a server that has announced the
    /// addition <c>idempotent-messages</c>; otherwise the call fails with a <see cref="FlapjackNotAnnouncedException"/> before anything is sent.
    /// The results of tools of yours are sent under keys that are made from this one. A process that comes back runs those tools again. If you send
    /// results by hand, give <see cref="FlapjackClient.SubmitToolResultsAsync"/> another key than the message, or none: under the message's key the
    /// service refuses them.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// How long the turn goes on when nobody reads its events any more. If it is set, a cancellation, or leaving the loop, does not stop the turn;
    /// <see cref="FlapjackClient.StopThreadAsync"/> does, and the same message under the same <see cref="IdempotencyKey"/> reads it again. It is sent in
    /// whole seconds, rounded up; zero or more. The server must have announced the addition <c>resume-messages</c>, which the documented service does
    /// not know. Null, the default: a caller who leaves stops the turn.
    /// </summary>
    public TimeSpan? DetachTimeout { get; init; }

    /// <summary>
    /// Where the client writes about your tools: a warning for each call that failed, with the exception, and debug lines for the others. Names,
    /// ids and durations are logged, but neither arguments nor results. Null, the default, for no log: the client itself writes none.
    /// </summary>
    public ILogger? Logger { get; init; }
}
