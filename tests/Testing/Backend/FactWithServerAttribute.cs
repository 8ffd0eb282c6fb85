namespace Testing.Backend;

/// <summary>A fact about a server on a computer: skipped where the machine has no program that can listen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithServerAttribute : FactAttribute
{
    // Each script prints the port that the system chose, as soon as it listens there.
    private const string Node = "node -e 's=require(\"net\").createServer().listen(0,\"127.0.0.1\",()=>console.log(s.address().port))'";
    private const string Python = "python3 -uc 'import socket,time; s=socket.create_server((\"127.0.0.1\",0)); print(s.getsockname()[1]); time.sleep(1000)'";

    public FactWithServerAttribute()
    {
        if (Server is null)
        {
            Skip = "This machine has neither /usr/bin/python3 nor /usr/bin/node, which could listen on a port.";
        }
    }

    /// <summary>Shell that starts a server in the background and, once it listens, prints its process and its port.</summary>
    public static string StartInBackground => $"{Server} >port & until [ -s port ]; do sleep 0.01; done; echo $! $(cat port)";

    private static string? Server => File.Exists("/usr/bin/python3") ? Python : File.Exists("/usr/bin/node") ? Node : null;
}
