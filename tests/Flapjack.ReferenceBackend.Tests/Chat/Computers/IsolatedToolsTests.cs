using Flapjack.ReferenceBackend.Tests.Computers.Isolation;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>The tools of a computer that is isolated: commands run inside, and files are the same from inside and from outside.</summary>
public sealed class IsolatedToolsTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    [FactWithBubblewrap]
    public async Task Commands_run_inside_and_see_the_files_that_the_tools_write()
    {
        var tools = new ComputerToolbox(computer.Backend);
        (await tools.WriteAsync(computer.AgentId, "/workspace/new/note", "hello")).Answer();

        var seen = await tools.RunAsync(computer.AgentId, "pwd; cat new/note; stat -c %u new/note | grep -qx $(id -u) && echo ' mine'; echo more >>new/note; ls /root /home 2>/dev/null | wc -l");

        seen.Answer().GetProperty("stdout").GetString().Should().StartWith("/workspace\nhello mine\n");
        (await tools.ReadAsync(computer.AgentId, "new/note")).Answer().GetProperty("content").GetString().Should().Be("hellomore\n");
    }

    [FactWithBubblewrap]
    public async Task A_link_that_a_command_has_made_leads_to_no_file_of_the_host()
    {
        var tools = new ComputerToolbox(computer.Backend);
        (await tools.RunAsync(computer.AgentId, "ln -s /etc/passwd a; ln -s ../../../../../../../etc/passwd b; ln -s /etc c")).Answer();

        foreach (var path in (string[])["a", "b", "c/passwd"])
        {
            (await tools.ReadAsync(computer.AgentId, path)).Fault().Should().StartWith($"There is no '{path}' inside /workspace.");
            (await tools.WriteAsync(computer.AgentId, path, "x")).Fault().Should().StartWith($"There is no '{path}' inside /workspace.");
        }
    }
}
