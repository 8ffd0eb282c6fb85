using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>What "Run tests" runs: one command for each template.</summary>
internal static class TestCommands
{
    // A blank computer has nothing to test but itself. The pauses are there so that you can watch the output come.
    private const string Blank = """
        check() {
          n=$((n + 1))
          if "${@:2}" > /dev/null; then
            echo "ok $n - $1"
          else
            echo "not ok $n - $1"
            failed=1
          fi
          sleep 0.4
        }
        echo 1..4
        check 'the computer has a kernel' uname
        check 'its workspace can be written' touch written
        check 'the settings of the app have arrived' test "$CI" = true
        check 'what was written is still there' rm written
        exit ${failed:-0}
        """;

    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["blank"] = Blank,
        ["node-playwright"] = "npm test",
        ["nextjs-fullstack"] = "npm test",
        ["python-jupyter"] = "python3 -m unittest discover -v -s tests",
        ["rust-cargo"] = "cargo test",
    };

    /// <summary>The templates to choose from; the first one needs nothing but a shell.</summary>
    public static IReadOnlyList<string> Templates { get; } = [.. Commands.Keys];

    public static string For(ComputerTemplate template) => Commands.GetValueOrDefault(template.ToString(), Blank);
}
