using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

/// <summary>A program that sets something up before it becomes the command, as bubblewrap does, proves that the command began.</summary>
public sealed class StartProofTests : ProcessRoom
{
    [Theory]
    [InlineData("echo '{ \"begun\": 1 }' >&3; exit 1")]
    [InlineData("echo first >&3; echo '\"begun\"' >&3; exit 0")]
    [InlineData("kill -KILL $$")]
    public async Task A_program_that_gave_its_proof_or_was_killed_did_start(string script)
    {
        await using var child = StartOf(script);

        await child.Exited;

        child.WhyNotStarted().Should().BeNull();
    }

    [Theory]
    [InlineData("exit 0", "")]
    [InlineData("echo setting up >&3; exit 1", "setting up")]
    [InlineData("exec 3>&-; exit 3", "")]
    public async Task A_program_that_ended_without_its_proof_did_not_start(string script, string report)
    {
        await using var child = StartOf(script);

        await child.Exited;

        child.WhyNotStarted().Should().Be(report);
    }

    [Fact]
    public async Task A_program_finds_its_input_file_open_and_nothing_else()
    {
        var file = Path.Combine(Folder, "input");
        File.WriteAllText(file, "read me");
        await using var child = StartOf("cat <&4; ls /proc/$$/fd | tr '\\n' ' '", file);

        var seen = await ReadToEndAsync(child.StandardOutput);

        seen.Should().Be("read me0 1 2 3 4 ");
    }

    private ChildProcess StartOf(string script, string? inputFile = null) => Host.Start(new ProcessStart
    {
        FileName = "/bin/bash",
        Arguments = ["-c", script],
        WorkingDirectory = Folder,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [Marker.Name] = Marker.Value },
        InputFile = inputFile,
        ProofOfStart = "\"begun\"",
    });
}
