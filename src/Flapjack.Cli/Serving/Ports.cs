using System.CommandLine;
using System.Globalization;
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
            // The parser itself refuses what is no number.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is (< 0 or > IPEndPoint.MaxPort))
            {
                result.AddError($"--port must be 0 to {IPEndPoint.MaxPort}.");
            }
        });
        return option;
    }
}
