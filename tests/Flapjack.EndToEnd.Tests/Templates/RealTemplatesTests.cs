using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Templates;

/// <summary>The templates with the programs of this machine, down to a real command on what they laid down.</summary>
public sealed class RealTemplatesTests
{
    [FactWithTools("node", "npm")]
    public async Task A_node_playwright_computer_passes_its_own_tests() =>
        (await RunAsync(ComputerTemplate.NodePlaywright, "npm test", "node", "npm")).Should().Contain("pass");

    [FactWithTools("node", "npm")]
    public async Task A_nextjs_fullstack_computer_passes_its_own_tests() =>
        (await RunAsync(ComputerTemplate.NextjsFullstack, "npm test", "node", "npm")).Should().Contain("pass");

    [FactWithTools("python3")]
    public async Task A_python_jupyter_computer_runs_in_its_own_environment() =>
        (await RunAsync(ComputerTemplate.PythonJupyter, ". .venv/bin/activate; python -m unittest discover -s tests 2>&1; python -c 'print(6 * 7)'", "python3"))
            .Should().Contain("OK\n").And.EndWith("42\n");

    // cc, because rustc calls the system's linker.
    [FactWithTools("cargo", "rustc", "cc")]
    public async Task A_rust_cargo_computer_builds_and_runs() =>
        (await RunAsync(ComputerTemplate.RustCargo, "cargo run --offline --quiet", "cargo", "rustc", "cc")).Should().Be("Hello, world!\n");

    [Fact]
    public async Task A_blank_computer_has_a_shell() =>
        (await RunAsync(ComputerTemplate.Blank, "ls -A; echo \"$BASH_VERSION\" | cut -d. -f1")).Should().MatchRegex(@"\A\d+\n\z");

    private static async Task<string> RunAsync(ComputerTemplate template, string command, params string[] tools)
    {
        await using var backend = await FlapjackBackend.StartAsync(new() { ComputerPath = string.Join(':', HostTools.PathFor(tools)) });
        using var client = backend.CreateClient();
        var agentId = await client.CreateReadyAsync(new() { Name = "real", Template = template });

        return (await client.RunAsync(agentId, command)).EnsureSuccess().Stdout;
    }
}
