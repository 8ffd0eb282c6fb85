using System.Globalization;
using System.Text;

namespace Flapjack.Benchmarks.Children;

/// <summary>
/// Text as servers, builds and test runs log it: lines of about a hundred characters, with quotes and tabs. It comes in phases, as logs do, and each
/// eighth phase is of a test run, with a character beyond ASCII in each line. It is always the same.
/// </summary>
internal static class LogText
{
    private const int PhaseLength = 256 * 1024;

    private static readonly string[] OfServer =
    [
        "2026-03-14T09:26:{0:00}.{1:000}Z INFO  server.http request method=GET path=/api/agents/{1}/computer/status status=200 took={2}ms",
        "2026-03-14T09:26:{0:00}.{1:000}Z DEBUG pool   \"connection reused\" id={2} idle={1}ms remote=10.0.4.{0}:{2}",
        "2026-03-14T09:26:{0:00}.{1:000}Z WARN  worker\tretry {0} of 5: the peer said \"try again\" after {2} bytes",
    ];

    private static readonly string[] OfBuild =
    [
        "npm http fetch GET 200 https://registry.example/package-{1}/-/package-{1}-{0}.{2}.tgz {1}ms (cache miss)",
        "   Compiling serde_derive v1.0.{1} (/home/builder/.cargo/git/checkouts/index-{2}/serde_derive-1.0.{1})",
    ];

    private static readonly string[] OfTests = ["  ✓ src/components/Table.{0}.test.tsx > the table renders {1} rows without flicker after a change ({2} ms)"];

    private static readonly string[][] Phases = [OfServer, OfBuild, OfServer, OfServer, OfBuild, OfServer, OfServer, OfTests];

    /// <summary>At least so many bytes, cut behind a line.</summary>
    public static byte[] Make(int length)
    {
        var random = new Random(14);
        var text = new StringBuilder(length + 200);
        while (text.Length < length)
        {
            var lines = Phases[text.Length / PhaseLength % Phases.Length];
            text.AppendFormat(CultureInfo.InvariantCulture, lines[random.Next(lines.Length)], random.Next(60), random.Next(1000), random.Next(10_000)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
