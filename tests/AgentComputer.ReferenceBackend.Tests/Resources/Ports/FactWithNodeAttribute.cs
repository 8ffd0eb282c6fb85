namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

/// <summary>A fact about a server on a computer: skipped where the machine has no <c>/usr/bin/node</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithNodeAttribute : FactAttribute
{
    public FactWithNodeAttribute()
    {
        if (!File.Exists("/usr/bin/node"))
        {
            Skip = "This machine has no /usr/bin/node, which could listen on a port.";
        }
    }
}
