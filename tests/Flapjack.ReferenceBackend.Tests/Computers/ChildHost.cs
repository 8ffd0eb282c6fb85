using System.Diagnostics;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A backend in a process of its own, which a test can kill. It is this assembly, run as a program.</summary>
internal sealed class ChildHost : IDisposable
{
    private const string Ready = "ready ";

    private readonly Process _process;

    private ChildHost(Process process, string home)
    {
        _process = process;
        Home = home;
    }

    /// <summary>The home of its computer.</summary>
    public string Home { get; }

    /// <summary>The backend's data folder: …/computers/agent/home lies in it.</summary>
    public string DataFolder => Path.GetFullPath(Path.Combine(Home, "..", "..", ".."));

    /// <summary>What the program does: serves with one computer, runs the command on it, and waits until its input ends.</summary>
    public static async Task Main(string[] arguments)
    {
        await using var backend = await TestBackend.StartAsync(options => options.UseControlGroups = bool.Parse(arguments[0]));
        var agent = await backend.CreateReadyAgentAsync();
        var home = await backend.HomeOfAsync(agent);
        await backend.RunAsync(agent, arguments[1]);
        Console.WriteLine(Ready + home);
        await Console.In.ReadToEndAsync();
    }

    /// <summary>Starts a child host and waits until its command has run.</summary>
    public static async Task<ChildHost> StartAsync(string tempFolder, bool groups, string command)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(ChildHost).Assembly.Location, $"{groups}", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TMPDIR"] = tempFolder;
        var process = Process.Start(start)!;
        // A program that cannot start ends, and its output with it; the limit only keeps a test from hanging.
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit.LongTime) is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return new(process, line[Ready.Length..]);
            }
        }

        process.Kill();
        throw new InvalidOperationException("The child host ended before it was ready.");
    }

    /// <summary>Ends it without a chance to clean up; what runs on its computer goes on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // It cleans up when its input ends.
            _process.StandardInput.Close();
            _process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        _process.Dispose();
    }
}
