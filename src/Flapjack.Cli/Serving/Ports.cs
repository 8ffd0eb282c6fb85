using System.CommandLine;
using System.Net;

namespace Flapjack.Cli.Serving;

/// <summary>The option that says where a server of the tool listens.</summary>
internal static class Ports
{
    public static Option<int> Option(int usual)
    {
        var option = new Option<int>("--port", "-p") { Description = "The port on 127.0.0.1; 0 for a free one.", HelpName = "PORT", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > IPEndPoint.MaxPort)
            {
                result.AddError($"--port must be 0 to {IPEndPoint.MaxPort}.");
            }
        });
        return option;
    }
}
