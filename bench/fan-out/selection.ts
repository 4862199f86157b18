// What is selected of every event, of all servers alike.
export const selection = '{ cursor ... on MessageSent { message { id body createdAt author { id name } } } }';
