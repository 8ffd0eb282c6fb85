using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>What <see cref="SendMessageOptions"/> may hold.</summary>
internal static class SendMessageRules
{
    // The results of tools are sent under the caller's key and a suffix, and a header carries 255 characters.
    private const int MaxKeyLength = 250;
    private const int MostRounds = 999;

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static void Check(SendMessageOptions options)
    {
        if (FaultsOfTools(options.Tools ?? []).Concat(FaultsOfLimits(options)).Concat(FaultsOfOverrides(options)).FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    private static IEnumerable<string> FaultsOfTools(IReadOnlyList<ChatTool> tools)
    {
        if (tools.Any(tool => tool is null || string.IsNullOrWhiteSpace(tool.Name)))
        {
            yield return "Each of Tools must have a name.";
            yield break;
        }

        if (tools.GroupBy(tool => tool.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            yield return $"Tools must not hold two tools of the name '{twice}'.";
        }

        if (tools.FirstOrDefault(tool => IsOther(tool.Parameters)) is { } odd)
        {
            yield return $"The Parameters of the tool '{odd.Name}' must be a JSON object, the schema of its arguments.";
        }
    }

    private static IEnumerable<string> FaultsOfLimits(SendMessageOptions options)
    {
        if (options.MaxParallelToolCalls < 1)
        {
            yield return "MaxParallelToolCalls must be 1 or more.";
        }

        if (options.ToolTimeout != Timeout.InfiniteTimeSpan && (options.ToolTimeout <= TimeSpan.Zero || options.ToolTimeout > LongestTimer))
        {
            yield return "ToolTimeout must be more than zero and at most 40 days, or infinite.";
        }

        if (options.MaxToolResultLength < 1)
        {
            yield return "MaxToolResultLength must be 1 or more.";
        }

        if (options.MaxToolRounds is < 0 or > MostRounds)
        {
            yield return $"MaxToolRounds must be 0 to {MostRounds}.";
        }

        if (options.MaxSilence <= TimeSpan.Zero)
        {
            yield return "MaxSilence must be more than zero, or null.";
        }

        if (options.IdempotencyKey is { } key && !HeaderText.CanCarry(key, MaxKeyLength))
        {
            yield return $"IdempotencyKey must have 1 to {MaxKeyLength} visible ASCII characters, with spaces only between them.";
        }

        if (options.DetachTimeout < TimeSpan.Zero || options.DetachTimeout?.TotalSeconds > int.MaxValue)
        {
            yield return "DetachTimeout must be zero or more.";
        }
    }

    private static IEnumerable<string> FaultsOfOverrides(SendMessageOptions options)
    {
        (JsonElement? Json, string Name)[] objects =
        [
            (options.WebOverrides, nameof(options.WebOverrides)),
            (options.MemoryOverrides, nameof(options.MemoryOverrides)),
            (options.PlanOverrides, nameof(options.PlanOverrides)),
        ];
        foreach (var (_, name) in objects.Where(given => IsOther(given.Json)))
        {
            yield return $"{name} must be a JSON object.";
        }

        (string? Text, string Name)[] texts = [(options.ModelOverride, nameof(options.ModelOverride)), (options.SenderId, nameof(options.SenderId))];
        foreach (var (_, name) in texts.Where(given => given.Text is not null && string.IsNullOrWhiteSpace(given.Text)))
        {
            yield return $"{name} must not be blank.";
        }

        if (options.AnthropicOverrides is { } claude)
        {
            if (claude.Thinking?.BudgetTokens <= 0)
            {
                yield return "AnthropicOverrides.Thinking.BudgetTokens must be more than zero.";
            }

            if (claude.FallbackModels?.Any(string.IsNullOrWhiteSpace) == true)
            {
                yield return "Each of AnthropicOverrides.FallbackModels must be the name of a model.";
            }

            if (claude.Cache?.Ttl is { Value: null })
            {
                yield return "AnthropicOverrides.Cache.Ttl must have a value, or be null.";
            }
        }
    }

    private static bool IsOther(JsonElement? json) => json is { ValueKind: not JsonValueKind.Object };
}
