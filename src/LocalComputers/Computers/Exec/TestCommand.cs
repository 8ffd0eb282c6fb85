using System.Text.RegularExpressions;

namespace LocalComputers.Computers.Exec;

/// <summary>Tells commands that run tests from others, by the runners that people use.</summary>
internal static partial class TestCommand
{
    public static bool IsOne(string command) => Runner().IsMatch(command);

    // The runner must be a word of its own, and neither a part of a path such as ./pytest.ini nor of a longer word.
    [GeneratedRegex(
        @"(?:^|[\s;&|(])(?:"
        + @"(?:npm|pnpm|yarn|bun|deno)\s+(?:run\s+)?(?:test|t)\b[\w:-]*"
        + @"|(?:npx\s+|pnpm\s+exec\s+|yarn\s+)?(?:jest|vitest|mocha|ava|playwright\s+test|cypress\s+run)\b"
        + @"|node\s+--test\b"
        + @"|(?:python3?\s+-m\s+)?(?:pytest|unittest)\b|tox\b|nox\b"
        + @"|cargo\s+(?:test|nextest)\b|go\s+test\b|dotnet\s+test\b"
        + @"|(?:\./)?(?:mvnw?|gradlew?)\s+(?:\S+\s+)*test\b"
        + @"|(?:bundle\s+exec\s+)?(?:rspec|rake\s+test)\b|mix\s+test\b|swift\s+test\b|(?:\./)?(?:vendor/bin/)?phpunit\b|ctest\b"
        + @"|make\s+(?:\S+\s+)*(?:test|check)\b"
        + @")(?:$|[\s;&|):])",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Runner();
}
