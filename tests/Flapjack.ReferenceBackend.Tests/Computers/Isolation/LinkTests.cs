using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>Links that a command leaves behind neither tell what is on the host nor end a command that never ran.</summary>
public sealed class LinkTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    [FactWithBubblewrap]
    public async Task A_working_directory_through_a_link_is_refused_alike_whether_the_host_has_the_folder_or_not()
    {
        using var host = new TempFolder();
        var (there, absent) = (host.Path, host.Path + "-absent");
        await computer.RunAsync($"ln -sfn {there} there; ln -sfn {absent} absent; ln -sfn .. up; ln -sfn ../../../../../../..{there} far");

        var refused = new List<HttpAnswer>();
        foreach (var place in (string[])["there", "absent", "up/..", "far"])
        {
            refused.Add(await computer.Backend.PostAsync($"/api/agents/{computer.AgentId}/computer/exec", $$"""{"command":"pwd","workingDir":"{{place}}"}"""));
        }

        refused.ForEach(answer => answer.ShouldBeRefused(400, "INVALID_WORKING_DIR"));
        refused[1].Body.Replace("absent", "there", StringComparison.Ordinal).Should().Be(refused[0].Body, "the answer tells nothing of the host");
    }

    [FactWithBubblewrap]
    public async Task An_app_that_is_a_link_out_of_the_workspace_is_refused_with_advice_until_it_is_removed()
    {
        using var host = new TempFolder();
        foreach (var target in (string[])[host.Path, "/root/.x", "/etc", "../..", "nowhere", "/workspace/other"])
        {
            var agent = await computer.Backend.CreateReadyAgentAsync();
            await computer.Backend.RunAsync(agent, $"ln -sfn {target} app");

            var refused = await computer.Backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"pwd"}""");
            var mended = await computer.Backend.RunAsync(agent, "rm app; pwd", ""","workingDir":"/workspace" """);
            var after = await computer.Backend.RunAsync(agent, "pwd");

            refused.ShouldBeRefused(400, "INVALID_WORKING_DIR");
            refused.Body.Should().Contain("/workspace/app").And.Contain("is a link").And.Contain("Remove the link");
            mended.Stdout.Should().Be("/workspace\n");
            after.Stdout.Should().Be("/workspace\n");
        }
    }

    [FactWithBubblewrap]
    public async Task An_app_that_is_a_link_to_a_folder_of_the_workspace_is_followed()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        await computer.Backend.RunAsync(agent, "mkdir -p releases/2; ln -sfn releases/2 app");

        var ran = await computer.Backend.RunAsync(agent, "pwd -P");
        var named = await computer.Backend.RunAsync(agent, "pwd -P", ""","workingDir":"/workspace/app" """);

        ran.Stdout.Should().Be("/workspace/releases/2\n");
        named.Stdout.Should().Be(ran.Stdout);
    }

    [FactWithBubblewrap]
    public async Task A_link_in_place_of_a_folder_that_is_shown_inside_shows_nothing_of_the_host()
    {
        using var host = new TempFolder();
        File.WriteAllText(Path.Combine(host.Path, "secret"), "of the host");
        foreach (var (place, isMadeAgain) in new[] { ("tmp", false), ("home", true), ("home/workspace", false) })
        {
            var agent = await computer.Backend.CreateReadyAgentAsync();
            // As a command of a backend without isolation, on the same data directory, may have left it.
            var own = Path.Combine(Path.GetDirectoryName(computer.HomeOf(agent))!, place);
            Directory.Move(own, own + "-before");
            Directory.CreateSymbolicLink(own, host.Path);

            var answer = await computer.Backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"ls /tmp ~ /workspace"}""");

            answer.Body.Should().NotContain("secret");
            answer.Body.Contains("event: exit", StringComparison.Ordinal).Should().Be(isMadeAgain, "a home is made again, and the command runs in it");
        }
    }

    [FactWithBubblewrap]
    public async Task An_app_that_is_no_folder_and_no_link_leaves_the_workspace_as_the_default()
    {
        foreach (var make in (string[])["mkfifo app", "echo >app", "true"])
        {
            var agent = await computer.Backend.CreateReadyAgentAsync();
            await computer.Backend.RunAsync(agent, make);

            (await computer.Backend.RunAsync(agent, "pwd")).Stdout.Should().Be("/workspace\n", make);
        }
    }
}
