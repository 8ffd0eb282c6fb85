using System.Text.Json.Nodes;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.AgentConfigs;

/// <summary>Reads and checks the bodies of <c>PUT /api/agents/{agentId}/compaction</c> and of the other configurations whose fields are documented.</summary>
internal static class AgentConfigBody
{
    private const int MinAnthropicTokens = 50_000;
    private const int MinOpenaiTokens = 1_000;

    // The contract has no limits for the fields below, so these are ours.
    private const int MaxTimeoutMs = 60_000;
    private const int MaxUrl = 2_048;

    public static JsonObject Compaction(BodyReader body) => body.Sent(
        ("enabled", read => Enabled(read)),
        ("anthropicTriggerTokens", read => read.WholeNumber("anthropicTriggerTokens", "INVALID_ANTHROPIC_TRIGGER_TOKENS", MinAnthropicTokens, int.MaxValue)),
        ("anthropicInstructions", read => read.Text("anthropicInstructions", "INVALID_ANTHROPIC_INSTRUCTIONS")),
        ("anthropicPauseAfter", read => read.Flag("anthropicPauseAfter", "INVALID_ANTHROPIC_PAUSE_AFTER")),
        ("openaiCompactThreshold", read => read.WholeNumber("openaiCompactThreshold", "INVALID_OPENAI_COMPACT_THRESHOLD", MinOpenaiTokens, int.MaxValue)));

    public static JsonObject Credentials(BodyReader body) => body.Sent(
        ("enabled", read => Enabled(read)),
        ("resolverUrl", ResolverUrl),
        ("timeoutMs", read => read.WholeNumber("timeoutMs", "INVALID_TIMEOUT_MS", 1, MaxTimeoutMs)));

    /// <summary>The same rule as for the other configurations, for a field that is stored with the agent: null means the default, false.</summary>
    public static JsonObject ScheduledTasks(BodyReader body)
    {
        var sent = body.Sent(("enabled", read => Enabled(read)));
        return sent.TryGetPropertyValue("enabled", out var enabled) ? new() { ["scheduled_tasks_enabled"] = (bool?)enabled ?? false } : [];
    }

    private static bool? Enabled(BodyReader body) => body.Flag("enabled", "INVALID_ENABLED");

    // Whether the address is public is asked when it is called: what a name stands for may have changed by then.
    private static string? ResolverUrl(BodyReader body)
    {
        const string Code = "INVALID_RESOLVER_URL";
        var text = body.Text("resolverUrl", Code, MaxUrl);
        if (text is null)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw Refusal.Invalid(Code, "resolverUrl must be an absolute address of http or https.");
        }

        // The address is shown to everybody in the organization.
        return url.UserInfo.Length == 0 ? text : throw Refusal.Invalid(Code, "resolverUrl must not carry a user name or a password.");
    }
}
