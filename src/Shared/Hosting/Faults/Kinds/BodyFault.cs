namespace Shared.Hosting.Faults.Kinds;

/// <summary>A fault that stands between the handler and the body of the answer.</summary>
internal abstract class BodyFault : AnswerFault
{
    public override async Task InvokeAsync(FaultedRequest request)
    {
        var response = request.Context.Response;
        var network = response.Body;
        var body = Wrap(network, request);
        await using var end = body.ConfigureAwait(false);
        response.Body = body;
        try
        {
            await request.InvokeHandlerAsync().ConfigureAwait(false);
            await FlushAsync(response.BodyWriter, body).ConfigureAwait(false);
        }
        finally
        {
            // An error answer is written by an outer middleware and does not meet the fault.
            response.Body = network;
        }
    }

    protected abstract FaultyBody Wrap(Stream network, FaultedRequest request);

    // An answer without a body must not be started here: the error envelope could no longer write a body.
    private static async Task FlushAsync(System.IO.Pipelines.PipeWriter writer, FaultyBody body)
    {
        if (writer.UnflushedBytes > 0)
        {
            await writer.FlushAsync().ConfigureAwait(false);
        }

        await body.FinishAsync().ConfigureAwait(false);
    }
}
