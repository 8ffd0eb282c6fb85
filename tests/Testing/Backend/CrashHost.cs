using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Testing.Backend;

/// <summary>A backend in a process of its own, which a test can kill.</summary>
internal sealed class CrashHost : IDisposable
{
    private readonly Process _process;

    private CrashHost(Process process, Uri address, string key)
    {
        _process = process;
        Address = address;
        Key = key;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Limit.Time };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri Address { get; }

    public string Key { get; }

    public int Id => _process.Id;

    /// <summary>A client that sends the key of this start.</summary>
    public HttpClient Client { get; }

    /// <param name="dataDirectory">The data directory of the backend.</param>
    /// <param name="port">The port that the backend listens on; 0 for any free port.</param>
    /// <param name="repository">The repository that its code sessions clone; null for none.</param>
    /// <param name="shellsAhead">How many shells wait ahead of their commands; null for what the tests run with.</param>
    public static async Task<CrashHost> StartAsync(string dataDirectory, int port = 0, LocalRepository? repository = null, int? shellsAhead = null)
    {
        var process = Launch(dataDirectory, port, repository, shellsAhead);
        // A program that cannot start ends, and its output with it; the limit only keeps a test from hanging.
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit.LongTime);
        line.Should().NotBeNull(line is null ? await process.StandardError.ReadToEndAsync().WaitAsync(Limit.Time) : "");
        return new(process, new(line!.Split(' ')[0]), line.Split(' ')[1]);
    }

    /// <summary>Starts a host and kills it after a while, whatever it is doing then.</summary>
    public static async Task StartAndKillAsync(string dataDirectory, TimeSpan after)
    {
        using var process = Launch(dataDirectory, 0);
        await Task.Delay(after, TimeProvider.System);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit.Time);
    }

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

    /// <summary>What starts the program of the tests, before its arguments.</summary>
    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The program, as it was built with this assembly.</summary>
    public static string BuiltDll()
    {
        // The same configuration and framework as this assembly's: …/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = framework.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "Flapjack.CrashHost/bin", framework.Parent.Name, framework.Name, "Flapjack.CrashHost.dll");
    }

    private static Process Launch(string dataDirectory, int port, LocalRepository? repository = null, int? shellsAhead = null)
    {
        var start = new ProcessStartInfo(
            DotNet, [BuiltDll(), dataDirectory, port.ToString(CultureInfo.InvariantCulture), .. repository is null ? (string[])[] : [repository.Path]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (shellsAhead is { } ahead)
        {
            start.Environment[ShellsAheadOfTests.Variable] = ahead.ToString(CultureInfo.InvariantCulture);
        }

        return Process.Start(start)!;
    }
}
