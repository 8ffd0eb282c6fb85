using System.Diagnostics;

namespace Testing;

/// <summary>A program of this machine that runs outside of every computer. Disposing kills it.</summary>
internal sealed class HostProgram : IDisposable
{
    private readonly Process _process;

    /// <param name="start">What to start.</param>
    /// <param name="hasInput">Whether the test writes to the program's standard input, which is empty otherwise.</param>
    public HostProgram(ProcessStartInfo start, bool hasInput = false)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        if (!hasInput)
        {
            _process.StandardInput.Close();
        }
    }

    public int Id => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Runs a script to its end, which must be a success.</summary>
    public static async Task BashAsync(string script, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(new("/bin/bash", ["-euc", script, "bash", .. arguments]));

        exitCode.Should().Be(0, "{0} said {1}{2}", script, output, error);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(ProcessStartInfo start)
    {
        using var program = new HostProgram(start);
        return await program.EndAsync();
    }

    /// <summary>Waits for the program's end, and returns the output that was not read before.</summary>
    public async Task<ProgramResult> EndAsync()
    {
        var limit = Limit.Token;
        var output = _process.StandardOutput.ReadToEndAsync(limit);
        var error = _process.StandardError.ReadToEndAsync(limit);
        await _process.WaitForExitAsync(limit);
        return new(_process.ExitCode, await output, await error);
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
