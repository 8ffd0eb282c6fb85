using System.Diagnostics;
using ModelContextProtocol.Client;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The program of an MCP server. To dispose of it ends the program with all of its children.</summary>
/// <remarks>The SDK starts programs too, but reads a line of any length into memory.</remarks>
internal sealed class McpProcess : IAsyncDisposable
{
    // How long the program may go on after its input was closed, and how long to wait for the system to end it. Both in real time: a test that advances a
    // clock does not make a program faster.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Process _process;

    private McpProcess(Process process)
    {
        _process = process;
        // Nobody reads what the program complains of, which may repeat its credentials. A full pipe would stop the program.
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="System.ComponentModel.Win32Exception">The program could not be started.</exception>
    public static McpProcess Start(McpServerDocument server, McpCredentials credentials)
    {
        var start = new ProcessStartInfo(server.Command!, server.Args ?? [])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };

        // The environment of the backend may hold secrets of its owner, so the program gets only what programs need to start at all.
        start.Environment.Clear();
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables())
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in credentials.Env)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Ends the program with all of its children at once, without the time to end by itself.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        CloseInput();
        await WaitAsync().ConfigureAwait(false);
        if (!_process.HasExited)
        {
            Kill();
            await WaitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    // Closing writes what was not written yet, which a program that has ended does not read.
    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe is closed all the same.
        }
    }

    private async Task WaitAsync() =>
        await _process.WaitForExitAsync().WaitAsync(Grace, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
