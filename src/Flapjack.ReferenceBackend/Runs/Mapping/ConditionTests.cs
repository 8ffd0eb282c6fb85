using System.Text.Json;
using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>The operators of conditions.</summary>
internal static class ConditionTests
{
    private const int MaxPattern = 1_000;

    // Matching takes time in proportion to the length of the text, because nothing is tried twice. This limit is for patterns and texts that are both long.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>The test of an operator.</summary>
    /// <param name="operator">The operator's name.</param>
    /// <param name="value">What the operator compares with; null if the condition has none.</param>
    /// <exception cref="FormatException">There is no such operator, or it takes no such value. The message goes on behind the condition's place.</exception>
    public static Func<ConditionSubject, bool> Of(string @operator, JsonElement? value) => @operator switch
    {
        "exists" => Without(value, subject => subject.Exists),
        "not_exists" => Without(value, subject => !subject.Exists),
        "is_empty" => Without(value, subject => subject.IsEmpty),
        "equals" => With(value, JsonValueKind.Undefined, (subject, other) => subject.Equals(other)),
        "not_equals" => With(value, JsonValueKind.Undefined, (subject, other) => !subject.Equals(other)),
        "greater_than" => Ordered(value, order => order > 0),
        "at_least" => Ordered(value, order => order >= 0),
        "less_than" => Ordered(value, order => order < 0),
        "at_most" => Ordered(value, order => order <= 0),
        "contains" => With(value, JsonValueKind.Undefined, (subject, other) => subject.Contains(other)),
        "starts_with" => With(value, JsonValueKind.String, (subject, other) => subject.Text?.StartsWith(other.GetString()!, StringComparison.Ordinal) == true),
        "ends_with" => With(value, JsonValueKind.String, (subject, other) => subject.Text?.EndsWith(other.GetString()!, StringComparison.Ordinal) == true),
        "in" => With(value, JsonValueKind.Array, (subject, list) => list.EnumerateArray().Any(subject.Equals)),
        "matches" => Matching(value),
        _ => throw new FormatException(
            ".operator must be one of equals, not_equals, greater_than, at_least, less_than, at_most, contains, starts_with, ends_with, matches, in, exists, not_exists, is_empty"),
    };

    private static Func<ConditionSubject, bool> Without(JsonElement? value, Func<ConditionSubject, bool> passes) =>
        value is null ? passes : throw new FormatException(".value must not be there, because the operator compares with nothing");

    /// <param name="value">What is compared with.</param>
    /// <param name="kind">What the value must be; undefined for anything.</param>
    /// <param name="passes">The test.</param>
    private static Func<ConditionSubject, bool> With(JsonElement? value, JsonValueKind kind, Func<ConditionSubject, JsonElement, bool> passes) =>
        value is not { } other ? throw new FormatException(".value is required")
        : kind == JsonValueKind.Undefined || other.ValueKind == kind ? subject => passes(subject, other)
        : throw new FormatException(kind == JsonValueKind.Array ? ".value must be an array" : ".value must be a string");

    private static Func<ConditionSubject, bool> Ordered(JsonElement? value, Func<int, bool> passes) =>
        value is not { ValueKind: JsonValueKind.Number or JsonValueKind.String } other ? throw new FormatException(".value must be a number or a string")
        : subject => subject.CompareTo(other) is { } order && passes(order);

    private static Func<ConditionSubject, bool> Matching(JsonElement? value)
    {
        var pattern = PatternOf(value);
        return subject =>
        {
            try
            {
                return subject.Text is { } text && pattern.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                throw new MappingException("CONDITION_TOO_SLOW", $"Matching a regular expression took longer than {MatchLimit.TotalSeconds} s. Simplify it, or match a shorter text.");
            }
        };
    }

    private static Regex PatternOf(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text || text.GetString()!.Length > MaxPattern)
        {
            throw new FormatException($".value must be a regular expression of at most {MaxPattern} characters");
        }

        try
        {
            return new(text.GetString()!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Backreferences and lookarounds need backtracking, and some repetitions would make the expression too large.
            throw new FormatException(".value must be a regular expression without backreferences and lookarounds, and not too large", e);
        }
    }
}
