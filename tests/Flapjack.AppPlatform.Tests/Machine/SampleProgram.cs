using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Flapjack.AppPlatform.Tests.Machine;

/// <summary>The sample, run as its users run it; gone when disposed.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly string[] NotInherited =
        ["FLAPJACK_API_KEY", "FLAPJACK_BASE_URL", "FLAPJACK_WEBHOOK_SECRET", "PUBLIC_URL", "URLS", "ASPNETCORE_URLS", "DOTNET_URLS"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProgram(SampleHome home, string[] arguments, (string Name, string Value)[] environment)
    {
        string[] run = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", BuiltDll(), .. arguments];
        // Tests that were started in the background of a script inherit the signals of the keyboard, INT and QUIT, as ignored, and would hand that on.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT,QUIT", .. run]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(NotInherited, name => start.Environment.Remove(name));
        start.Environment["PATH"] = home.SearchPath;
        start.Environment["HOME"] = home.Home;
        start.Environment["TMPDIR"] = home.Temp;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, _error);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens; known when it was started with <see cref="StartAsync"/>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it on a free port, and waits until it says where.</summary>
    public static async Task<SampleProgram> StartAsync(SampleHome home, params (string Name, string Value)[] environment)
    {
        var program = new SampleProgram(home, ["--urls", "http://127.0.0.1:0"], environment);
        try
        {
            var first = await Task.WhenAny(program._address.Task, program._process.WaitForExitAsync(), Task.Delay(Limit.Time));
            first.Should().BeSameAs(program._address.Task, "it said {0}{1}", program._output, program._error);
            program.Address = await program._address.Task;
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it in the expectation that it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        SampleHome home, string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var program = new SampleProgram(home, arguments, environment);
        return await program.EndAsync();
    }

    /// <summary>Sends a signal: INT as Ctrl+C does, TERM as a service's host does.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/bash", ["-c", $"kill -{name} \"$1\"", "bash", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(Limit.Token);
        return (_process.ExitCode, _output.ToString(), _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                // It ends the processes of its computers, which a kill would leave behind.
                Signal("TERM");
                await _process.WaitForExitAsync(Limit.Token);
            }
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private void Hear(string? line, StringBuilder text)
    {
        text.AppendLine(line);
        if (line?.Split(' ') is ["Open", var address, ..])
        {
            _address.TrySetResult(new(address));
        }
    }

    // The same configuration and framework as this assembly's: …/bin/<configuration>/<framework>/
    private static string BuiltDll()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "samples/AppPlatform/bin", framework.Parent.Name, framework.Name, "AppPlatform.dll");
    }
}
