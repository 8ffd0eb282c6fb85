using System.Diagnostics;

namespace Flapjack.Sdk.Extensions.AI.Tests;

/// <summary>The sample as its users run it: a program of its own, without an account.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_agent_of_the_sample_writes_a_program_and_the_program_prints_the_right_thing()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.PathTo("samples", "AgentWithComputer", "bin", framework.Parent!.Name, framework.Name, "AgentWithComputer.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program]);
        foreach (var name in new[] { "FLAPJACK_API_KEY", "FLAPJACK_BASE_URL", "OPENAI_API_KEY" })
        {
            start.Environment.Remove(name);
        }

        var (exitCode, output, error) = await HostProgram.RunAsync(start);

        exitCode.Should().Be(0, "it said {0}{1}", output, error);
        output.Should().ContainAll("write_file", "run_command", "2 3 5 7 11 13 17 19 23 29");
    }
}
