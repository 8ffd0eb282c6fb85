using System.Diagnostics;

namespace Flapjack.Cli.Tests;

/// <summary>A real terminal, in a tmux server of its own.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private readonly string _socket;

    private TmuxTerminal(string socket) => _socket = socket;

    public static async Task<TmuxTerminal> StartAsync(TempFolder folder, string command)
    {
        var terminal = new TmuxTerminal(folder["tmux"]);
        await terminal.TmuxAsync("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "60", command);
        return terminal;
    }

    /// <summary>Types a line, and Enter.</summary>
    public async Task TypeAsync(string line)
    {
        await TmuxAsync("send-keys", "-l", line);
        await PressAsync("Enter");
    }

    /// <summary>Presses a key, such as <c>C-c</c>.</summary>
    public Task PressAsync(string key) => TmuxAsync("send-keys", key);

    /// <summary>Waits until a text stands on the screen.</summary>
    public async Task ShowsAsync(string text)
    {
        var screen = "";
        await Eventually.HoldsAsync(
            async () => (screen = "\n" + await TmuxAsync("capture-pane", "-p", "-J")).Contains(text, StringComparison.Ordinal), $"the screen shows '{text}'");
    }

    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await HostProgram.RunAsync(ToolProcess.Clean(new ProcessStartInfo("tmux", ["-S", _socket, .. arguments])));
        exitCode.Should().Be(0, error);
        return output;
    }
}
