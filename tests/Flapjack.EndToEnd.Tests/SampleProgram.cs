using System.Diagnostics;
using System.Globalization;

namespace Flapjack.EndToEnd.Tests;

/// <summary>A sample as its users run it: a program of its own, without an account.</summary>
internal static class SampleProgram
{
    /// <param name="name">The name of the sample, which is also the name of its folder and of its program.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="hasInput">Whether the test writes to the standard input of the sample.</param>
    public static HostProgram Start(string name, string[] arguments, (string Name, string Value)[] environment, bool hasInput = false)
    {
        // …/bin/<configuration>/<framework>/, the same as this assembly's.
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.PathTo("samples", name, "bin", framework.Parent!.Name, framework.Name, name + ".dll");
        string[] run = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program, .. arguments];
        // Tests that were started in the background of a script inherit Ctrl+C as ignored, and would hand that on.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", .. run])
            : new ProcessStartInfo(run[0], run[1..]);
        start.Environment.Remove("FLAPJACK_API_KEY");
        start.Environment.Remove("FLAPJACK_BASE_URL");
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return new(start, hasInput);
    }

    /// <summary>Presses Ctrl+C.</summary>
    public static Task InterruptAsync(HostProgram sample) => HostProgram.BashAsync("kill -INT \"$1\"", sample.Id.ToString(CultureInfo.InvariantCulture));

    public static void ShowsInOrder(string output, params string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            var found = output.IndexOf(text, at, StringComparison.Ordinal);
            found.Should().BeGreaterThanOrEqualTo(0, "\"{0}\" comes behind the texts before in {1}", text, output);
            at = found + text.Length;
        }
    }
}
