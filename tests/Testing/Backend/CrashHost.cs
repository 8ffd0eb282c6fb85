using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Testing.Backend;

/// <summary>A backend in a process of its own, which can be killed as nothing inside this process can.</summary>
internal sealed class CrashHost : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private CrashHost(Process process, Uri address, string key)
    {
        _process = process;
        Address = address;
        Key = key;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Limit };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri Address { get; }

    public string Key { get; }

    public int Id => _process.Id;

    /// <summary>Sends the key of this start.</summary>
    public HttpClient Client { get; }

    /// <param name="dataDirectory">Where it keeps what it has.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    public static async Task<CrashHost> StartAsync(string dataDirectory, int port = 0)
    {
        var process = Launch(dataDirectory, port);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        line.Should().NotBeNull(line is null ? await process.StandardError.ReadToEndAsync().WaitAsync(Limit) : "");
        return new(process, new(line!.Split(' ')[0]), line.Split(' ')[1]);
    }

    /// <summary>Starts one and kills it after a while, however far it has come.</summary>
    public static async Task StartAndKillAsync(string dataDirectory, TimeSpan after)
    {
        using var process = Launch(dataDirectory, 0);
        await Task.Delay(after, TimeProvider.System);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
    }

    /// <summary>Kills it with SIGKILL: it can finish nothing. Returns when it is dead.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit);
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

    private static Process Launch(string dataDirectory, int port) => Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [BuiltDll(), dataDirectory, port.ToString(CultureInfo.InvariantCulture)])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // The same configuration and framework as this assembly's: …/bin/<configuration>/<framework>/
    private static string BuiltDll()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = framework.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "Flapjack.CrashHost/bin", framework.Parent.Name, framework.Name, "Flapjack.CrashHost.dll");
    }
}
