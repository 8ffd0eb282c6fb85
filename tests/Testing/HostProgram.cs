using System.Diagnostics;

namespace Flapjack.EndToEnd.Tests;

/// <summary>A program of this machine, outside of every computer; dead when disposed.</summary>
internal sealed class HostProgram : IDisposable
{
    private readonly Process _process;

    public HostProgram(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Runs a script to its end, which must be a success.</summary>
    public static async Task BashAsync(string script, params string[] arguments)
    {
        using var bash = new HostProgram(new("/bin/bash", ["-euc", script, "bash", .. arguments]));

        var (exitCode, output, error) = await bash.EndAsync();

        exitCode.Should().Be(0, "{0} said {1}{2}", script, output, error);
    }

    /// <summary>Waits for its end; with what it wrote that was not read before.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        var limit = Limit.Token;
        var output = _process.StandardOutput.ReadToEndAsync(limit);
        var error = _process.StandardError.ReadToEndAsync(limit);
        await _process.WaitForExitAsync(limit);
        return (_process.ExitCode, await output, await error);
    }

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
