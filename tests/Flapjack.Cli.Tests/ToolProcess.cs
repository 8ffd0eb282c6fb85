using System.Diagnostics;

namespace Flapjack.Cli.Tests;

/// <summary>The tool as a program of its own, as its users run it.</summary>
internal static class ToolProcess
{
    /// <summary>The program that was built together with the tests.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "flapjack.dll");

    /// <summary>The words that start the tool, for a script that needs the id of its process.</summary>
    public static string Command => $"'{DotNet}' '{Path}'";

    /// <summary>A shell function <c>flapjack</c>, for scripts.</summary>
    public static string Function => $"flapjack() {{ {Command} \"$@\"; }}\n";

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>A run of the tool, with nothing of the test's own variables of the service.</summary>
    /// <remarks>Tests that were started in the background of a script inherit the signals of the keyboard, INT and QUIT, as ignored, and would hand that on.</remarks>
    public static ProcessStartInfo Start(params string[] arguments) => Clean(new("/usr/bin/env", ["--default-signal=INT,QUIT", DotNet, Path, .. arguments]));

    /// <summary>A run of a script in which <c>flapjack</c> is the tool.</summary>
    public static ProcessStartInfo Bash(string script, FlapjackBackend backend) => Clean(new("/bin/bash", ["-uc", Function + script]), backend);

    public static ProcessStartInfo Clean(ProcessStartInfo start, FlapjackBackend? backend = null)
    {
        foreach (var name in (string[])["FLAPJACK_API_KEY", "FLAPJACK_API_KEY_FILE", "FLAPJACK_BASE_URL", "FLAPJACK_WEBHOOK_SECRET", "COMPUTER_API_KEY", "COMPUTER_API_URL"])
        {
            start.Environment.Remove(name);
        }

        if (backend is not null)
        {
            start.Environment["FLAPJACK_BASE_URL"] = backend.BaseAddress.ToString();
            start.Environment["FLAPJACK_API_KEY"] = backend.ApiKey;
        }

        return start;
    }
}
