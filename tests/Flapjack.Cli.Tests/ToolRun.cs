using System.Text;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Tests;

/// <summary>One run of the tool inside the test's process, with everything that it wrote.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly Dictionary<string, string> _variables = [];

    public ToolRun(FlapjackBackend? backend = null)
    {
        Interruption = new(code => Left.TrySetResult(code));
        if (backend is not null)
        {
            _variables["FLAPJACK_BASE_URL"] = backend.BaseAddress.ToString();
            _variables["FLAPJACK_API_KEY"] = backend.ApiKey;
        }
    }

    public Interruption Interruption { get; }

    /// <summary>The exit code with which the tool left at once.</summary>
    public TaskCompletionSource<int> Left { get; } = new();

    public byte[] OutputBytes => Copy(_output);

    public byte[] ErrorBytes => Copy(_error);

    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string Error => Encoding.UTF8.GetString(ErrorBytes);

    public ToolRun With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public Task<int> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public async Task<int> RunAsync(string input, string[] arguments)
    {
        var terminal = new CliTerminal(
            new MemoryStream(Encoding.UTF8.GetBytes(input)), Stream.Synchronized(_output), Stream.Synchronized(_error), Interruption)
        {
            Variable = name => _variables.GetValueOrDefault(name),
        };
        return await Task.Run(() => FlapjackTool.RunAsync(arguments, terminal)).WaitAsync(Limit.Time);
    }

    public void Dispose() => Interruption.Dispose();

    // The tool may be writing meanwhile, behind the lock of the synchronized stream; the array of a MemoryStream is never shortened.
    private static byte[] Copy(MemoryStream stream) => stream.ToArray();
}
