using System.Diagnostics;
using System.Net.Http.Headers;

namespace AgentComputer.ReferenceBackend.Tests.Crash;

/// <summary>A backend in a process of its own, which a test can kill.</summary>
internal sealed class CrashHost : IDisposable
{
    private readonly Process _process;

    private CrashHost(Process process, Uri address, string key)
    {
        _process = process;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Limit.Time };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>A client that sends the key of this start.</summary>
    public HttpClient Client { get; }

    /// <param name="dataDirectory">The data directory of the backend.</param>
    /// <param name="held">The place at which an operation is held, for example <c>before computer.stop</c>.</param>
    public static async Task<CrashHost> StartAsync(string dataDirectory, string held = "")
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [BuiltDll(), dataDirectory, .. held.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // A program that cannot start ends, and its output with it; the limit only keeps a test from hanging.
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit.LongTime);
        line.Should().NotBeNull(line is null ? await process.StandardError.ReadToEndAsync().WaitAsync(Limit.Time) : "");
        return new(process, new(line!.Split(' ')[0]), line.Split(' ')[1]);
    }

    /// <summary>Waits until the operation is held.</summary>
    public async Task HeldAsync() => (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit.Time)).Should().Be("held");

    /// <summary>Kills the host with SIGKILL, so that it can finish nothing. Returns when it is dead.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit.Time);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string BuiltDll()
    {
        // The same configuration and framework as this assembly's: …/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = framework.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "AgentComputer.CrashHost/bin", framework.Parent.Name, framework.Name, "AgentComputer.CrashHost.dll");
    }
}
